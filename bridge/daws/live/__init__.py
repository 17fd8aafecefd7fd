"""Ableton Live: a MIDI Remote Script that talks OSC, with nothing to install beside it."""
