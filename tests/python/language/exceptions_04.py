class E(Exception): pass
def f():
    raise E("multi\nline")
try: f()
except E as e:
    e.add_note('note one'); e.add_note('two\nlines')
    raise
