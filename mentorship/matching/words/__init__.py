"""Sentences about pairs, rules, points, prices and changes, in the language of the reader."""
