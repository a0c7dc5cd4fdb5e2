"""The entry about matching for the Dutch algorithm register, made from the engine as it is."""
