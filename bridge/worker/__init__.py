"""The worker: a process of its own for adaptation and renders, which may die without harm to the bridge."""
