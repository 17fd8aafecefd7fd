"""How samples are laid out in the files that can be written."""
