"""Meta-training: one loop for every rule and every scope."""
