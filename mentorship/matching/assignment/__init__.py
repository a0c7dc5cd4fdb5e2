"""The optimiser: pure values in, an exact and explained answer out."""
