"""In and out: files that others make or read."""
