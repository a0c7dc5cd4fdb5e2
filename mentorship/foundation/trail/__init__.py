"""The stored audit trail: chained, signed for, and held against both."""
