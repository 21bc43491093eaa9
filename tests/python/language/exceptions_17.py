class Foo:
    colour=1
    def run(self): return self.color
Foo().run()
