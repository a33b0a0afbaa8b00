"""Pages of mail: what recipients choose, what teams see and write."""
