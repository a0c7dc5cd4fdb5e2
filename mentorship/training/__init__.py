"""Training: modules, cohorts, meetings, attendance, certificates."""
