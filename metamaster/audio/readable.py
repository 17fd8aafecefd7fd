"""Which audio files can be read, by libsndfile's names of their formats and by how their names end.

It imports nothing, so that whoever only lists files need not load what reads them.
"""

FORMATS = ("WAV", "WAVEX", "RF64", "AIFF", "FLAC", "OGG", "MP3")
SUFFIXES = frozenset({".wav", ".aif", ".aiff", ".flac", ".ogg", ".opus", ".mp3"})
"""In lower case."""
