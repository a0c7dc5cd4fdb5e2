"""What every page has in common: headers, errors, language, menu, log."""
