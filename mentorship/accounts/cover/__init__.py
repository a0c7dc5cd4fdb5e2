"""A colleague who is away, and who follows their cases meanwhile."""
