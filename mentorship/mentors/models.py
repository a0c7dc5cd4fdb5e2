"""The tables of mentors."""
