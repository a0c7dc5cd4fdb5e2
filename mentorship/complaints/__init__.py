"""A complaint or an allegation: told without an account, handled by the confidant alone."""
