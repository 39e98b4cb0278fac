"""A graded library to measure search and pairing on; README.md says how it was made and how to read it."""
