"""A worry of a mentor: who is told, who takes it on, which steps people took."""
