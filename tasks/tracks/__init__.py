"""Tracks to learn from, wherever they come from: their genre, their mix, their master, and which stretches to use."""
