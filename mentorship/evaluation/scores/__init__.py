"""Published arithmetic of outcome measures; pure numbers, each file names its source."""
