"""Pages of surveys: for citizens, and for hub teams."""
