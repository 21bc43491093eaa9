"""Lists, dicts and sets: comprehensions, look-ups, sorting, slices."""


def work(n):
    squares = [i * i for i in range(n)]
    index = {value: place for place, value in enumerate(squares)}
    total = 0
    for value in squares:
        total += index[value]
    evens = {value for value in squares if value % 2 == 0}
    for place in range(n):
        if place in evens:
            total += 1
    counts = {}
    for value in squares:
        key = value % 97
        counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    stack = []
    for value in squares:
        stack.append(value)
        if len(stack) > 50:
            stack = stack[25:]
    return total, rows[:3], len(stack)


print(work(200_000))
