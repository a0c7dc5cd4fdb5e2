"""How a trajectory ends: reason, talks, what was agreed about contact, aftercare."""
