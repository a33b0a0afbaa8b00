"""Everything of one hub as one archive in open formats, and the way back into another instance."""
