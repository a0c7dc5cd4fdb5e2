"""Rows about single trajectories for a named evaluator, without names (decision 54)."""
