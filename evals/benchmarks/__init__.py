"""How fast, and how large: figures to read, printed by `make bench`. They assert nothing."""
