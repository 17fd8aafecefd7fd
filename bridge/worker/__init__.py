"""The worker: a process of its own for JAX and renders, which may die without harm to the bridge."""
