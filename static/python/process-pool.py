from multiprocessing import Pool


def square(number):
    return number * number


if __name__ == "__main__":
    with Pool(processes=3) as pool:
        print(pool.map(square, range(8)))
        later = pool.apply_async(square, (12,))
        print(later.get(timeout=5))
        print(sorted(pool.imap_unordered(square, range(4))))
        print(pool.starmap(pow, [(2, 5), (3, 2), (10, 3)]))
