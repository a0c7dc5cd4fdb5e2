"""The mentoring platform ONE-on-ONE."""

import gc

# While a program loads, next to nothing becomes garbage: with Python's own limits a quarter of each
# start went into looking for it. It stays so: a process of the web that gave 1500 answers has 7 MB
# more than with Python's limits, and grows no further; one that printed 60 letters 10 to 20 MB.
gc.set_threshold(50_000, 20, 50)
