"""Measurements, never timed tests: `make bench`, or `python -m tests.bench`. How and why: README.md."""
