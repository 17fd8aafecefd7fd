"""What a rule lowers: half the squared weighted errors, plus half the squared distance from where it starts."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, runtime_checkable

from jaxtyping import Bool, Float

from metamaster.arrays import constant, namespace

Variables = Float[Any, "variables"]
Residual = Float[Any, "entries"]
ResidualFunction = Callable[[Variables], Residual]


@runtime_checkable
class Anchor(Protocol):
    """Where variables start, how firmly each is held there, and which may move at all."""

    @property
    def start(self) -> Variables:
        """Where adaptation starts, and what it is held to."""

    @property
    def precision(self) -> Variables:
        """One over the variance that each variable is expected to have around its start."""

    @property
    def free(self) -> Bool[Any, "variables"]:
        """The others stay put, and cost nothing."""


class Objective(NamedTuple):
    """A least-squares problem over any flat vector of variables; not a pytree of arrays, but made inside a program."""

    start: Variables
    precision: Variables
    free: Bool[Any, "variables"]
    residual: ResidualFunction
    """Weighted errors."""
    jacobian: Callable[[Variables], Float[Any, "entries variables"]]
    """Its derivative, or a model of it."""
    gradient: Callable[[Variables], Variables]
    """The exact derivative of the whole loss."""


def loss(anchor: Anchor, variables: Variables, errors: Residual) -> Float[Any, ""]:
    """Half the squared errors plus half the squared distance from the start."""
    xp = namespace(variables)
    stray = anchor.precision * (variables - anchor.start) ** 2
    return 0.5 * xp.sum(errors**2) + 0.5 * xp.sum(xp.where(anchor.free, stray, 0.0))


def objective_of(
    anchor: Anchor,
    residual: ResidualFunction,
    jacobian: Callable[[Variables], Float[Any, "entries variables"]],
) -> Objective:
    """The objective with that residual, its gradient taken through the residual itself."""

    def gradient(variables: Variables) -> Variables:
        import jax  # noqa: PLC0415 - slow to import, and no rule in NumPy asks for this

        return jax.grad(lambda u: loss(anchor, u, residual(u)))(variables)

    return Objective(anchor.start, anchor.precision, anchor.free, residual, jacobian, gradient)


def detached(objective: Objective) -> Objective:
    """The same objective as first-order meta-learning sees it: what is measured carries no derivative.

    The start, the precision and what a rule has learned still do (Finn et al. 2017, the first-order approximation).
    """

    def gradient(variables: Variables) -> Variables:
        pull = objective.precision * (variables - objective.start)
        pull = namespace(pull).where(objective.free, pull, 0.0)
        measured = constant(objective.gradient(variables) - pull)
        return measured + pull

    return objective._replace(
        residual=lambda variables: constant(objective.residual(variables)),
        jacobian=lambda variables: constant(objective.jacobian(variables)),
        gradient=gradient,
    )
