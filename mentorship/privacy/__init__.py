"""For who watches over privacy: the audit trail, the processing register, and what people ask."""
