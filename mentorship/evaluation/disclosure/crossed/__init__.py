"""Crossed tables: what may be told of them, and what an attacker makes of it."""
