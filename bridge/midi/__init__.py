"""MIDI: controllers in, motor faders and LED rings out, notes and programs, clock and time code."""
