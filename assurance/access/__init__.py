"""Whether everybody can use it: every kind of page, as every role, in every state."""
