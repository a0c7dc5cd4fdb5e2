"""From the first meeting to aftercare: sessions, support, reviews, concerns, closure."""
