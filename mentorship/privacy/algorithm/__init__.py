"""The entry for the algorithm register, made from the engine and the processing register."""
