"""Kits: what makes real DAWs and control surfaces work with the bridge, one room for each."""
