import sys, traceback
def f(n):
    try:
        if n==0: return 'ret'
        if n==1: raise ValueError('v')
        if n==2: raise KeyError('k')
        if n==3: return 1/0
        if n==4: sys.exit(3)
    except ValueError as e: return f'caught {e!r}'
    except (KeyError, IndexError) as e: raise RuntimeError('from key') from e
    else: return 'else'
    finally: print('finally',n)
for i in range(6):
    try: print(f(i))
    except SystemExit as e: print('exit',e.code)
    except RuntimeError as e: print(repr(e), repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
    except ZeroDivisionError as e: print(e, e.__traceback__.tb_lineno, e.__traceback__.tb_next.tb_lineno, e.__traceback__.tb_frame.f_code.co_name)
try:
    try: 1/0
    except ZeroDivisionError: int('x')
except ValueError as e: print(repr(e.__context__), e.__cause__)
try:
    try: 1/0
    except ZeroDivisionError: raise KeyError('z') from None
except KeyError as e: print(e.__suppress_context__, repr(e.__context__))
try: e
except NameError as x: print(x)
def g():
    for i in range(3):
        try: continue
        finally: print('c',i)
    while True:
        try: break
        finally: print('b')
    try: return 'a'
    finally: return 'b'
print(g())
def h():
    try:
        try: raise ValueError(1)
        finally:
            try: raise TypeError(2)
            except TypeError: print('inner')
    except ValueError as e: return e.args, e.__context__
print(h())
try: raise ValueError
except ValueError as e: print(repr(e), str(e)=='')
try: raise 5
except TypeError as e: print(e)
try: raise ValueError('x') from 5
except TypeError as e: print(e)
try:
    try: raise ValueError('x')
    except 5: pass
except TypeError as e: print(e)
e=ValueError('a','b'); e.add_note('n1'); e.add_note('n2'); print(e.__notes__, e, repr(e))
try: e.add_note(5)
except TypeError as x: print(x)
print(traceback.format_exception_only(e))
print(KeyError('a'), str(KeyError('a')), str(KeyError(1,2)), OSError(2,'No such file'), repr(OSError(2,'No such','f')), str(OSError(2,'No such','f')), OSError(2,'x').errno, type(OSError(2,'x')), type(OSError(13,'x')), StopIteration(5).value, SystemExit(3).code, UnicodeDecodeError('utf-8',b'a\xff',1,2,'bad'), ImportError('m',name='n',path='p').name, AttributeError('x',name='n',obj=3).obj, NameError('q',name='z').name, SyntaxError('m',('f',1,2,'text')).lineno)
