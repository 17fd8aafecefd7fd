"""REAPER: scripts that master items, and OSC for the playhead."""
