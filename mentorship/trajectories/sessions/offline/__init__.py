"""Logs from a phone without a network: sealed there, opened here, stored exactly once."""
