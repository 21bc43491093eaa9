import sys

print(2**100)
print(-7 // 2, -7 % 2, divmod(7, -2))
print(0.1 + 0.2, round(2.5), round(3.5), 1e16, 1e15)
print(len(str(3**5000)), "digits")
try:
    str(10**5000)
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), "digits")
print((2**64).bit_length(), int("ff", 16), f"{255:#x} {1234567:,} {2 / 3:.3f}")
