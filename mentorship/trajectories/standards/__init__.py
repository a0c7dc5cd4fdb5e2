"""The practice standards: what is counted, what somebody answers, what comes of it."""
