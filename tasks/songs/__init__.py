"""Procedural songs: pure functions of a seed that return stems and a mix."""
