"""From a proposal to a match: decided by a consultant, answered by both sides."""
