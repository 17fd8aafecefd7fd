"""Pure Data: a patch with every control."""
