"""Measures, costs and bundles for an outside evaluator or a municipality."""
