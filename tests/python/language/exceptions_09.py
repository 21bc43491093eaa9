exit(256+5)
