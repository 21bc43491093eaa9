"""Building text: f-strings, joining, splitting, formatting, replacing."""


def work(n):
    parts = []
    for i in range(n):
        parts.append(f"{i:>6}:{i * 0.5:.2f}")
    text = ",".join(parts)
    words = text.split(",")
    total = 0
    for word in words:
        left, _, right = word.strip().partition(":")
        total += int(left) + len(right)
    out = ""
    for i in range(n // 10):
        out += "%d-%s;" % (i, words[i].replace(" ", "_").upper())
    return total, len(out), out[:30]


print(work(100_000))
