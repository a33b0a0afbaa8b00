"""What people have a right to know: generated from what is configured, in every interface language."""
