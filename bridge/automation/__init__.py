"""Automation: what a hand does to controls, recorded against the song, edited as a file, played back, rendered."""
