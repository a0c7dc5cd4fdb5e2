"""What is measured, each figure from one definition."""
