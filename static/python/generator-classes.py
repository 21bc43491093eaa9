class Sentence:
    """Can be iterated again and again: each time a new iterator."""

    def __init__(self, text):
        self.words = text.split()

    def __iter__(self):
        for word in self.words:
            yield word


class Once:
    """Is its own iterator."""

    def __init__(self, text):
        self.words = text.split()
        self.at = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.at == len(self.words):
            raise StopIteration
        self.at += 1
        return self.words[self.at - 1]


text = "step by step"
sentence, once = Sentence(text), Once(text)
print(list(sentence), list(sentence))
print(list(once), list(once))
try:
    next(sentence)
except TypeError as error:
    print(error)
words = iter(sentence)
print(next(words), next(words), type(iter([])).__name__)
