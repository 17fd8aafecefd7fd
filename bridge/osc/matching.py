"""Address patterns of OSC 1.0 (``?``, ``*``, ``[a-z]``, ``[!a-z]``, ``{one,two}``), matched without backtracking.

A pattern is taken apart into tokens once. Matching keeps the set of positions in the text that the tokens so far can
reach, so its time grows with tokens × letters, whatever the pattern: many stars in a row cost no more than few.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from bridge.errors import MalformedPacket

LONGEST = 255
_SPECIAL = frozenset("?*[]{}")

Positions = set[int]
Token = Callable[[str, Positions], Positions]
"""From the positions in a text that were reached, to those that are reached after the token."""


def is_pattern(address: str) -> bool:
    """Whether the address has letters that mean more than themselves."""
    return not _SPECIAL.isdisjoint(address)


@lru_cache(maxsize=512)
def tokens_of(pattern: str) -> tuple[Token, ...]:
    """The tokens of one part of an address (between two slashes); raises MalformedPacket."""
    tokens: list[Token] = []
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "*":
            tokens.append(_anything)
        elif letter == "?":
            tokens.append(_one_of(frozenset(), but=True))
        elif letter in "[{":
            end = pattern.find("]" if letter == "[" else "}", at + 1)
            if end < 0:
                raise MalformedPacket(f"The pattern {pattern[:80]!r} has a {letter} that is not closed.")
            inside = pattern[at + 1 : end]
            tokens.append(_bracketed(inside) if letter == "[" else _words(tuple(inside.split(","))))
            at = end
        elif letter in "]}":
            raise MalformedPacket(f"The pattern {pattern[:80]!r} has a {letter} that was not opened.")
        else:
            tokens.append(_words((letter,)))
        at += 1
    return tuple(tokens)


def matches(pattern: str, text: str) -> bool:
    """Whether one part of a pattern matches one part of an address; raises MalformedPacket."""
    reached = {0}
    for token in tokens_of(pattern):
        reached = token(text, reached)
        if not reached:
            return False
    return len(text) in reached


def _anything(text: str, reached: Positions) -> Positions:
    return set(range(min(reached), len(text) + 1))


def _one_of(letters: frozenset[str], but: bool) -> Token:
    return lambda text, reached: {at + 1 for at in reached if at < len(text) and (text[at] in letters) is not but}


def _words(words: tuple[str, ...]) -> Token:
    return lambda text, reached: {at + len(word) for word in words for at in reached if text.startswith(word, at)}


def _bracketed(inside: str) -> Token:
    but = inside.startswith("!")
    rest = inside[1:] if but else inside
    letters: set[str] = set()
    at = 0
    while at < len(rest):
        if rest[at + 1 : at + 2] == "-" and at + 2 < len(rest):
            # Addresses are ASCII, so a range across all of Unicode is no more than that.
            letters.update(chr(code) for code in range(ord(rest[at]), min(ord(rest[at + 2]), 127) + 1))
            at += 3
        else:
            letters.add(rest[at])
            at += 1
    return _one_of(frozenset(letters), but)


@dataclass
class AddressTree:
    """All addresses, by their parts, so that a pattern is compared only with what its beginning matches."""

    address: str | None = None
    children: dict[str, "AddressTree"] = field(default_factory=dict)

    def add(self, address: str) -> None:
        """Adds an address."""
        node = self
        for part in address.strip("/").split("/"):
            node = node.children.setdefault(part, AddressTree())
        node.address = address

    def matching(self, pattern: str) -> list[str]:
        """The addresses that a pattern matches; raises MalformedPacket."""
        if len(pattern) > LONGEST:
            raise MalformedPacket(f"The address pattern is longer than {LONGEST} letters.")
        return [node.address for node in self._walk(pattern.strip("/").split("/")) if node.address is not None]

    def hint(self, address: str) -> str:
        """Where an address goes wrong, in words."""
        node, known = self, ""
        for part in address.strip("/").split("/"):
            if part not in node.children:
                break
            node, known = node.children[part], f"{known}/{part}"
        names = ", ".join(sorted(node.children))
        return f"{known} has {names or 'nothing under it'}." if known else f"all addresses begin with /{names}."

    def _walk(self, parts: list[str]) -> Iterator["AddressTree"]:
        if not parts:
            yield self
            return
        for name, child in self.children.items():
            if matches(parts[0], name):
                yield from child._walk(parts[1:])
