"""TouchOSC: a layout of every control."""
