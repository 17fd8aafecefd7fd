"""Genres that a user teaches: what a few references and mixes have in common, kept in a file for other songs."""
