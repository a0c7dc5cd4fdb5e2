"""What the profiles of mentors and young people are both made of."""
