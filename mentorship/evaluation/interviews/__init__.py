"""Invitations of evaluators to a talk, passed on by the consultant; nobody tells who was asked."""
