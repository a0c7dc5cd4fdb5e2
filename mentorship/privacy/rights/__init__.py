"""What people ask about their own data, by when that has to be answered, and how it is."""
