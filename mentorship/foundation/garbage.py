"""Knows how often a program looks for garbage (decision 57)."""

import gc


def look_for_it_seldom() -> None:
    """Before anything large is loaded: meanwhile next to nothing becomes garbage, and with Python's
    own limits a quarter of each start went into looking for it."""
    gc.set_threshold(50_000, 20, 50)
