"""Support contacts: talks of the consultant with the mentor, the young person, a guardian."""
