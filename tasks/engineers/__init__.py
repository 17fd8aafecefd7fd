"""Mastering engineers: hidden styles that songs are mastered in, for learning to find them again."""
