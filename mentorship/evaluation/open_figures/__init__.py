"""Figures over whole years for everybody: proposed by one person, published by a second."""
