"""People who sign in: accounts, roles, second factors, sign-ins."""
