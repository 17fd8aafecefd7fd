"""A watch folder: what is bounced into one folder appears mastered in another."""
