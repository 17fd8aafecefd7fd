"""Plain data, as JSON and YAML give it, into frozen msgspec structs; what does not fit is told in plain words.

msgspec converts and checks the single values; this module walks the structs, because msgspec's own messages name
neither the keys that are allowed nor, in a mapping, the key that is wrong.
"""

import math
import reprlib
from collections.abc import Mapping
from types import GenericAlias, UnionType
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import inspect

T = TypeVar("T")


_WORDS: dict[type[inspect.Type], str] = {
    inspect.NoneType: "null",
    inspect.BoolType: "true or false",
    inspect.StrType: "text",
}


class Misfit(ValueError):
    """Data that does not fit; the message is a sentence without its subject, the file."""


def fitted(raw: object, kind: type[T] | GenericAlias) -> T:
    """``raw`` as a ``kind``: a struct, ``dict[str, …]``, ``tuple[…, ...]`` or a plain value, nested at will.

    A struct may also be declared ``| None``.

    Ranges come from ``msgspec.Meta``; no number may be NaN or infinite. Raises Misfit naming the key (dotted), what
    is there and what may be there.
    """
    converted: T = _fitted(raw, kind, "")
    return converted


def _fitted(raw: object, kind: Any, where: str) -> Any:
    if _is_struct(kind):
        return _struct(raw, kind, where)
    container, arguments = get_origin(kind), get_args(kind)
    if container is dict:
        return {key: _fitted(value, arguments[1], _under(where, key)) for key, value in _mapping(raw, where).items()}
    if container is tuple:
        entries = enumerate(_sequence(raw, where), start=1)
        return tuple(_fitted(value, arguments[0], _under(where, str(number))) for number, value in entries)
    if container is UnionType and raw is not None and _is_struct(arguments[0]):
        return _struct(raw, arguments[0], where)
    return _plain(raw, kind, where)


def _struct(raw: object, kind: type[msgspec.Struct], where: str) -> msgspec.Struct:
    given = _mapping(raw, where)
    allowed = {entry.name: entry for entry in msgspec.structs.fields(kind)}
    for key in given:
        if key not in allowed:
            raise Misfit(f"the key {_under(where, key)} is unknown: choose from {', '.join(allowed)}.")
    for name, entry in allowed.items():
        if entry.required and name not in given:
            raise Misfit(f"the key {_under(where, name)} is missing: add it.")
    return kind(**{key: _fitted(value, allowed[key].type, _under(where, key)) for key, value in given.items()})


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _plain(raw: object, kind: Any, where: str) -> Any:
    try:
        value = msgspec.convert(raw, kind)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        # The latter for text that holds half a character, as JSON and YAML can write it.
        raise _misfit(raw, where, described(inspect.type_info(kind))) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise _misfit(raw, where, "a finite number")
    return value


def _mapping(raw: object, where: str) -> Mapping[str, object]:
    if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
        raise _misfit(raw, where, "named values")
    return raw


def _sequence(raw: object, where: str) -> list[object]:
    if not isinstance(raw, list):
        raise _misfit(raw, where, "a list")
    return raw


def _misfit(raw: object, where: str, expected: str) -> Misfit:
    return Misfit(f"{where or 'the whole'} is {_shown(raw)}, but must be {expected}.")


def _shown(raw: object) -> str:
    try:
        return reprlib.repr(raw)
    except ValueError:
        # Python writes no whole number of so many digits; YAML can hold one in hexadecimal.
        return "a number of thousands of digits"


def _under(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def described(info: inspect.Type) -> str:
    """What may stand there, in words: ``a number from 0 to 1``, ``'a' or 'b'``, ``text or null``."""
    match info:
        case inspect.UnionType():
            return " or ".join(described(option) for option in info.types)
        case inspect.LiteralType():
            return " or ".join(repr(value) for value in info.values)
        case inspect.IntType():
            return f"a whole number{_range(info)}"
        case inspect.FloatType():
            return f"a number{_range(info)}"
        case _:
            return _WORDS[type(info)]


def _range(info: inspect.IntType | inspect.FloatType) -> str:
    if info.ge is not None and info.le is not None:
        return f" from {info.ge:g} to {info.le:g}"
    bounds = ((" of at least", info.ge), (" of at most", info.le), (" above", info.gt), (" below", info.lt))
    return " and".join(f"{words} {bound:g}" for words, bound in bounds if bound is not None)
