"""The keys of persons: wrapped, stored apart, replaced, destroyed."""
