"""Events as citizens see them: pages and calendars."""
