"""The chain as it ships: Pedalboard's processors and what they lack, as streaming stages."""
