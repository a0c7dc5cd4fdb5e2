"""Says which tables may leave the house; pure: no database, no clock, no pages."""
