"""How many young people one consultant can take on."""
