raise ExceptionGroup('top',[ValueError(1), ExceptionGroup('sub',[TypeError('x'), KeyError('k')])])
