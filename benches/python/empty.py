"""Nothing: what starting takes, which is subtracted from the others."""
