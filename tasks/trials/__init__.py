"""Trials for evaluation: episodes with their sound, of procedural songs and of finished masters."""
