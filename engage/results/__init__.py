"""What people said: tables, charts, exports."""
