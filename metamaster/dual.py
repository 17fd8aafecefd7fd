"""Derivatives in NumPy: dual numbers, which carry their slopes along (Clifford 1873; forward-mode differentiation).

A formula written for NumPy gives its Jacobian with its value when it is given these: ``numpy``'s own functions take
them (NEP 13 and 18). What is here is what the band model and the style descriptor need; anything else is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np


class Dual(np.lib.mixins.NDArrayOperatorsMixin):
    """An array ``value`` of any shape, and ``slope``, its derivative to each of n variables: shape (n, *shape)."""

    def __init__(self, value: Any, slope: np.ndarray) -> None:
        self.value = np.asarray(value)
        shape = (len(slope), *self.value.shape)
        self.slope = slope if slope.shape == shape else np.broadcast_to(slope, shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return self.value.shape

    @property
    def dtype(self) -> Any:
        """The type of the value's entries."""
        return self.value.dtype

    @property
    def T(self) -> "Dual":  # noqa: N802 - as NumPy calls it
        """The axes in reverse order."""
        return self.transpose(*reversed(range(self.value.ndim)))

    def transpose(self, *axes: int) -> "Dual":
        """The axes in that order."""
        return Dual(self.value.transpose(axes), self.slope.transpose(0, *(axis + 1 for axis in axes)))

    def reshape(self, *shape: int) -> "Dual":
        """The same entries in another shape."""
        value = self.value.reshape(*shape)
        return Dual(value, self.slope.reshape(len(self.slope), *value.shape))

    def ravel(self) -> "Dual":
        """The entries as a vector."""
        return self.reshape(-1)

    def sum(self, axis: Any = None) -> "Dual":
        """The sum over one axis, over several, or over all."""
        axes = range(self.value.ndim) if axis is None else np.atleast_1d(axis)
        # Counted from the end, axes are the same in value and slope.
        from_end = tuple(int(one) % self.value.ndim - self.value.ndim for one in axes)
        return Dual(self.value.sum(axis=from_end), self.slope.sum(axis=from_end))

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator["Dual"]:
        return (self[index] for index in range(len(self)))

    def __getitem__(self, key: Any) -> "Dual":
        own = key if isinstance(key, tuple) else (key,)
        return Dual(self.value[key], self.slope[(slice(None), *own)])

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options:
            return NotImplemented
        values = [value_of(one) for one in inputs]
        found = ufunc(*values)
        if ufunc in _CHOICES:
            return found
        if ufunc is np.matmul:
            return _product(found, *inputs)
        if ufunc not in _DERIVATIVES:
            return NotImplemented
        slopes = [
            factor * _aligned(one, found.ndim)
            for one, factor in zip(inputs, _DERIVATIVES[ufunc](found, *values), strict=True)
            if isinstance(one, Dual)
        ]
        return Dual(found, sum(slopes[1:], start=slopes[0]))

    def __array_function__(
        self, function: Callable[..., Any], types: Sequence[type], args: Sequence[Any], options: Mapping[str, Any]
    ) -> Any:
        return _FUNCTIONS[function](*args, **options) if function in _FUNCTIONS else NotImplemented


def value_of(values: Any) -> Any:
    """The values without their slopes."""
    return values.value if isinstance(values, Dual) else values


def variables(values: np.ndarray, chosen: np.ndarray) -> Dual:
    """A vector of which the entries at those indices are the variables."""
    return Dual(values, np.eye(len(values), dtype=values.dtype)[chosen])


def _aligned(dual: Dual, rank: int) -> np.ndarray:
    """The slope with axes put in, so that it broadcasts as a value does against values of that rank."""
    return dual.slope.reshape(len(dual.slope), *(1,) * (rank - dual.value.ndim), *dual.shape)


def _product(found: Any, one: Any, other: Any) -> Dual:
    """Of a matrix product, whose slopes may be stacks of vectors only where the other side is a vector too."""
    rank = max(np.ndim(value_of(one)), np.ndim(value_of(other)))
    slopes = []
    if isinstance(one, Dual):
        slopes.append(_stack_of(one, rank) @ value_of(other))
    if isinstance(other, Dual):
        slopes.append(value_of(one) @ _stack_of(other, rank))
    return Dual(found, sum(slopes[1:], start=slopes[0]))


def _stack_of(dual: Dual, rank: int) -> np.ndarray:
    return _aligned(dual, rank) if dual.value.ndim > 1 else dual.slope


def _each(function: Callable[..., Any], parts: Sequence[Any], axis: int) -> Dual:
    """Joins values, and joins their slopes, which of constants are zero."""
    count = next(len(part.slope) for part in parts if isinstance(part, Dual))
    values = [np.asarray(value_of(part)) for part in parts]
    slopes = [
        part.slope if isinstance(part, Dual) else np.zeros((count, *value.shape), value.dtype)
        for part, value in zip(parts, values, strict=True)
    ]
    return Dual(function(values, axis=axis), function(slopes, axis=axis + 1 if axis >= 0 else axis))


def _where(chosen: np.ndarray, one: Any, other: Any) -> Dual:
    value = np.where(chosen, value_of(one), value_of(other))
    slopes = [
        _aligned(side, value.ndim) if isinstance(side, Dual) else np.zeros((), value.dtype) for side in (one, other)
    ]
    return Dual(value, np.where(chosen, *slopes))


def _take_along_axis(dual: Dual, index: np.ndarray, axis: int) -> Dual:
    from_end = axis % index.ndim - index.ndim
    return Dual(np.take_along_axis(dual.value, index, from_end), np.take_along_axis(dual.slope, index[None], from_end))


def _interp(wanted: np.ndarray, positions: np.ndarray, levels: Dual) -> Dual:
    slopes = np.stack([np.interp(wanted, positions, slope) for slope in levels.slope])
    return Dual(np.interp(wanted, positions, levels.value), slopes)


def _pad(vector: Dual, width: tuple[int, int]) -> Dual:
    return Dual(np.pad(vector.value, width), np.pad(vector.slope, ((0, 0), width)))


def _einsum(subscripts: str, dual: Dual, other: np.ndarray) -> Dual:
    return Dual(
        np.einsum(subscripts, dual.value, other),
        np.einsum(f"...{subscripts.replace('->', '->...')}", dual.slope, other),
    )


_CHOICES = frozenset({np.greater, np.greater_equal, np.less, np.less_equal})

_DERIVATIVES: Mapping[np.ufunc, Callable[..., tuple[Any, ...]]] = MappingProxyType(
    {
        np.negative: lambda y, a: (-1.0,),
        np.add: lambda y, a, b: (1.0, 1.0),
        np.subtract: lambda y, a, b: (1.0, -1.0),
        np.multiply: lambda y, a, b: (b, a),
        np.divide: lambda y, a, b: (1.0 / b, -y / b),
        # Of a base that is no variable, only the exponent's slope is asked for, and the other way round.
        np.power: lambda y, a, b: (b * a ** (b - 1.0), y * np.log(np.abs(a) + (a == 0.0))),
        np.exp: lambda y, a: (y,),
        np.log: lambda y, a: (1.0 / a,),
        np.log10: lambda y, a: (1.0 / (np.log(10.0).astype(y.dtype) * a),),
        np.sqrt: lambda y, a: (0.5 / y,),
        np.tan: lambda y, a: (1.0 + y**2,),
        np.tanh: lambda y, a: (1.0 - y**2,),
        np.minimum: lambda y, a, b: (a <= b, a > b),
        np.maximum: lambda y, a, b: (a >= b, a < b),
        np.logaddexp: lambda y, a, b: (np.exp(a - y), np.exp(b - y)),
    }
)

_FUNCTIONS: Mapping[Callable[..., Any], Callable[..., Any]] = MappingProxyType(
    {
        np.sum: lambda dual, axis=None: dual.sum(axis),
        np.reshape: lambda dual, shape: dual.reshape(*shape),
        np.concatenate: lambda parts, axis=0: _each(np.concatenate, parts, axis),
        np.stack: lambda parts, axis=0: _each(np.stack, parts, axis),
        np.where: _where,
        np.take_along_axis: _take_along_axis,
        np.interp: _interp,
        np.pad: _pad,
        np.einsum: _einsum,
    }
)
