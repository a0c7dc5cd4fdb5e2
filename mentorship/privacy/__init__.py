"""For who watches over privacy: the audit trail, its check, the processing register."""
