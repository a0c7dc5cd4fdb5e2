"""What the programme cost: consultants' hours, training and what mentors spent."""
