"""From a first question to a triaged referral."""
