"""Public data sets, each read in the layout that it is published in."""
