"""Writers of instruments in the formats of others."""
