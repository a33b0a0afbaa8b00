"""What hubs do with people; surveys and events have one each."""
