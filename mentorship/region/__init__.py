"""Houses, municipalities, places and partner organisations."""
