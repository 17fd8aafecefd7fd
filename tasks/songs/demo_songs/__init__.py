"""The two songs of the demo, written out: their forms, levels and sounds are fixed, the seed chooses the tune."""
