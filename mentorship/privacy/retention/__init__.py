"""How long records are kept, and their destruction: proposed, approved, carried out, certified."""
