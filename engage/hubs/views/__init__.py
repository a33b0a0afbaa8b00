"""Pages of hubs: pictures for all, the rest for their teams."""
