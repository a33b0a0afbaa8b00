"""What is promised about speed, measurable by anyone: `python -m benchmarks.run`."""
