"""One genre a file: each composes a score from a random generator."""
