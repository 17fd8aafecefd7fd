"""From a found chain to a file that keeps its promises: loudness to 0.1 LU, true peak never over the ceiling."""
