"""One family of instruments a file: each turns a pitch, a length and a velocity into one sound."""
