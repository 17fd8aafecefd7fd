"""Evaluation: what a way to master must beat, on any source of trials; how near each comes to the true master."""
