class Shop:
    count = 0  # One for all of them.

    def __init__(self, name):
        self.name = name
        Shop.count += 1
        print(f"{name} opens: {Shop.count} shops")

    def __del__(self):
        Shop.count -= 1
        print(f"{self.name} closes: {Shop.count} shops")


north, south = Shop("north"), Shop("south")
print(Shop.count, north.count, south.count)
print("count" in north.__dict__, "count" in Shop.__dict__)

also_north = north
del north
print("a second name still refers to it")
del also_north
south.count = 99  # A variable of this object hides that of the class.
print(south.count, Shop.count)
print("the end")
