"""Sign-off, the frozen snapshot, the plan and its reminders."""
