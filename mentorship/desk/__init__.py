"""The home page of each role, one page per person across the rooms, and the search for people."""
