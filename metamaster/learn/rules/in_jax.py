"""The rules of a mastering job in JAX, which has exact derivatives."""

from collections.abc import Callable
from functools import partial

from metamaster.learn.names import LEVENBERG_MARQUARDT
from metamaster.learn.rules.first_order import clipped_radam, gradient_start, gradient_step
from metamaster.learn.rules.of_problem import ProblemRule, levenberg_marquardt, on_problems


def radam(learning_rate: float = 0.1) -> ProblemRule:
    """Rectified Adam (Liu et al. 2020), what ITO-Master uses; its gradient is normalised before the rectifier."""
    transformation = clipped_radam(learning_rate)
    return on_problems(partial(gradient_start, transformation), partial(gradient_step, transformation, 1.0))


RULES: dict[str, Callable[[], ProblemRule]] = {
    LEVENBERG_MARQUARDT: levenberg_marquardt,
    "radam": radam,
}
