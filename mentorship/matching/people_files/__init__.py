"""Mentors and mentees out of and into people's own spreadsheets."""
