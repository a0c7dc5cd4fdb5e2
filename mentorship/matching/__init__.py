"""Rounds: who is proposed to whom, and why."""
