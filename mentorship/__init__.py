"""The mentoring platform ONE-on-ONE."""
