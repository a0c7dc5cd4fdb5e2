"""The matching side by side with what others would use, on the same rounds, in one run."""
