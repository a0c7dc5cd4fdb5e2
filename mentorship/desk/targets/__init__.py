"""What the programme means to reach in a year, what pays for it, and how far both are."""
