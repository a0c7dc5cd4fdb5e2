"""What a pair did together, noted by the mentor on a phone, also without a network."""
