"""Reviews at fixed months: goals with their scales, what was decided, what people answered."""
