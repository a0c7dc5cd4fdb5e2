"""What people answer about themselves: a young person's check-ins, a mentor's own answers."""
