"""What somebody can reckon from what is told; shares no code with what protects the tables."""
