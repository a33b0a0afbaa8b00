"""People who run the platform: sign-in, roles, permissions."""
