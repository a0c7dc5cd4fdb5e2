"""Decides which cells of tables are hidden, so that nobody learns what they may not; proven."""
