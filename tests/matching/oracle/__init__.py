"""A second, naive answer to a matching round, written from the specification alone."""
