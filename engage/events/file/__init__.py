"""Events as files: our own format, read and brought in (docs/reference/event-format)."""
