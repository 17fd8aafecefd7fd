from metamaster.chain.limiter_jax import limit  # noqa: F401
