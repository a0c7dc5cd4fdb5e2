"""Finding people by name, within what somebody may know."""
