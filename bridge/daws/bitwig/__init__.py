"""Bitwig Studio: a controller script that talks OSC."""
