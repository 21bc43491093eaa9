import math
math.squirt(2)
