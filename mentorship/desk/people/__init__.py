"""One page per person: everything that somebody may know, across rooms, in order of time."""
