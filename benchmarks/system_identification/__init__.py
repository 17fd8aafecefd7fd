"""Proof of the learned rule on its own ground: identify an unknown filter."""
