"""The tables of rounds, proposals, decisions and matches."""
