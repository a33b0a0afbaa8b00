"""Mail: written in the same transaction as the change it tells of, delivered by a job."""
