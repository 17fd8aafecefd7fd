"""The rule that a mastering job adapts by, ready to run."""

from functools import cache

from metamaster.learn.names import LEVENBERG_MARQUARDT
from metamaster.learn.rules.of_problem import ProblemRule, levenberg_marquardt


@cache
def rule_of_job(name: str) -> ProblemRule:
    """The rule of that name: Levenberg-Marquardt in NumPy, others compiled by JAX."""
    if name == LEVENBERG_MARQUARDT:
        return levenberg_marquardt()
    # Importing JAX takes longer than a whole adaptation without it.
    import jax  # noqa: PLC0415

    from metamaster.compilation import keep_compiled_programs  # noqa: PLC0415
    from metamaster.learn.rules.in_jax import RULES  # noqa: PLC0415

    keep_compiled_programs()
    rule = RULES[name]()
    return ProblemRule(jax.jit(rule.init), jax.jit(rule.update))
