from metamaster.chain.limiter import Limiter  # noqa: F401
