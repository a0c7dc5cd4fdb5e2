"""Reminders by e-mail: each exists once, and nobody gets more than a few a week."""
