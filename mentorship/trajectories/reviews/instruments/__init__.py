"""Instruments: questionnaires as files that an operator loads, and the few that are our own."""
