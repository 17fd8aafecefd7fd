"""Rules that move variables: interchangeable, each a pair of pure functions.

Those of a mastering job are ready as they are (``of_problem.py``, ``in_jax.py``); ``learnable.py`` has those with
numbers that training sets.
"""
