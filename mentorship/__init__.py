"""The mentoring platform ONE-on-ONE."""

import gc

# While a program loads, next to nothing becomes garbage: with Python's own limits a quarter of each
# start went into looking for it.
gc.set_threshold(50_000, 20, 50)
