def a(): b()
def b():
    try: c(1,
           2)
    except ZeroDivisionError as e:
        raise ValueError('bad', 3) from e
def c(x,y):
    d = {'k': [1,2]}
    return d['k'][0] + (x / (y-2))
a()
