"""Open Stage Control: a layout of every control."""
