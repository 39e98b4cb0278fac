"""What is known: curated data files with their source and review date, and their loaders."""
