import sys
try:
    {}['x']
except KeyError:
    [][3]
