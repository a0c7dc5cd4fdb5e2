"""From an accepted referral to a young person who waits for a match."""
