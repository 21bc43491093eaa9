try:
    print(undefined_name)
except NameError as e: print(e)
prin('x')
