"""Ardour: action scripts and a hook in Lua, which has OSC of its own."""
