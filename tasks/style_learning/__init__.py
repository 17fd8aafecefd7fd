"""Learns what of a reference is style: draws pairs of songs and engineers in the domain of band powers."""
