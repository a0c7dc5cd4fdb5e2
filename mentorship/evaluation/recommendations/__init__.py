"""What studies recommended to the programme, and what came of it."""
