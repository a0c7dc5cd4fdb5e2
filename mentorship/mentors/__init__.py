"""Mentors: from an application to being ready, and what they offer."""
