"""Pages of activities for the teams."""
