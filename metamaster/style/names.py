"""The aspects a user can ask for by name."""

ASPECT_NAMES = ("tone", "dynamics", "width", "loudness")
