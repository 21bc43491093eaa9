# Characters by their names, and names in their normal form.
import threading

print("\N{SNOWMAN} \N{HANGUL SYLLABLE GA} \N{LATIN SMALL LETTER E WITH ACUTE}", "\N{null}".encode())
ﬁrst, 𝒳, café = 1, 2, 3
print(first, X, café)


class Größe:
    ｗｉｄｔｈ = 4

    def ﬁt(self, ﬀ=1):
        return self.width * ff


print(Größe().fit(ff=3), [name for name in vars(Größe) if not name.startswith("_")])
이름 = {"\N{GREEK SMALL LETTER ALPHA}": "\N{greek small letter omega}"}
print(이름, f"{이름} \N{BLACK STAR}", r"\N{BLACK STAR}", b"\N{BLACK STAR}")
for text in ("'\\N{BLACK STARE}'", "'\\N{}'", "'\\N{SNOWMAN'", "'\\Nx'"):
    try:
        print(eval(text))
    except SyntaxError as error:
        print(error.msg)
thread = threading.Thread(target=lambda: print("\N{CHECK MARK}", threading.current_thread().name),
                          name="\N{DIE FACE-3}")
thread.start()
thread.join()
