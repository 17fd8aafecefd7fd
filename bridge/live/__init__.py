"""The live insert: a process of its own between a DAW and its outputs, with Pedalboard and without JAX."""
