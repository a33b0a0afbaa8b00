"""What people wrote: redacted, coded by two, translated, quoted."""
