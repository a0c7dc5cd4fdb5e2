"""Rounds over the people of the database: who takes part, solved, kept, told."""
