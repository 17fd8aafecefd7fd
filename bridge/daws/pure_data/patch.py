"""Patches of Pure Data as text: objects, numbered as they are added, and the cords between them."""

from dataclasses import dataclass, field

_COLOURS = "-262144 -1 -1"
_SLIDER_WIDTH = 256


def escaped(text: str) -> str:
    """Text as an atom of a patch: no spaces, and what Pd would read as syntax marked."""
    joined = text.replace(" ", "_")
    return "".join(f"\\{letter}" if letter in ",;$\\" else letter for letter in joined)


@dataclass
class Patch:
    """A canvas; ``text`` is its file."""

    width: int = 900
    height: int = 600
    name: str = ""
    _lines: list[str] = field(default_factory=list)
    _cords: list[str] = field(default_factory=list)
    _objects: int = 0

    def obj(self, x: int, y: int, words: str) -> int:
        """An object; gives its number, for cords."""
        return self._add(f"#X obj {x} {y} {words};")

    def msg(self, x: int, y: int, words: str) -> int:
        """A message box."""
        return self._add(f"#X msg {x} {y} {words};")

    def text(self, x: int, y: int, words: str) -> int:
        """A comment."""
        return self._add(f"#X text {x} {y} {words};")

    def slider(self, x: int, y: int, span: tuple[float, float], log: bool, names: tuple[str, str, str]) -> int:
        """A horizontal slider; ``names`` are what it sends to, receives from and is labelled."""
        low, high = span
        shape = f"hsl {_SLIDER_WIDTH} 15 {low:g} {high:g} {int(log)} 0"
        return self.obj(x, y, f"{shape} {_words(names)} {_SLIDER_WIDTH + 74} 7 0 10 {_COLOURS} 0 1")

    def toggle(self, x: int, y: int, names: tuple[str, str, str]) -> int:
        """A box to tick; ``names`` as for sliders."""
        return self.obj(x, y, f"tgl 15 0 {_words(names)} {_SLIDER_WIDTH + 74} 7 0 10 {_COLOURS} 0 1")

    def radio(self, x: int, y: int, count: int, names: tuple[str, str, str]) -> int:
        """A row of boxes of which one is ticked; ``names`` as for sliders."""
        return self.obj(x, y, f"hradio 15 1 0 {count} {_words(names)} {_SLIDER_WIDTH + 74} 7 0 10 {_COLOURS} 0")

    def bang(self, x: int, y: int, send: str, label: str) -> int:
        """A button."""
        return self.obj(x, y, f"bng 20 250 50 0 {_words((send, 'empty', label))} 28 10 0 10 {_COLOURS}")

    def number(self, x: int, y: int, receive: str) -> int:
        """A number that is shown."""
        return self._add(f"#X floatatom {x} {y} 8 0 0 0 - {receive} -;")

    def inside(self, x: int, y: int, patch: "Patch") -> int:
        """A patch within this one, by its name."""
        self._lines.append(f"#N canvas 0 50 {patch.width} {patch.height} {patch.name} 0;")
        self._lines += [*patch._lines, *patch._cords]
        return self._add(f"#X restore {x} {y} pd {patch.name};")

    def cord(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        """Connects two objects."""
        self._cords.append(f"#X connect {source} {outlet} {target} {inlet};")

    def file(self) -> bytes:
        """The patch as a file."""
        lines = (f"#N canvas 0 50 {self.width} {self.height} 10;", *self._lines, *self._cords)
        return "".join(f"{line}\n" for line in lines).encode()

    def _add(self, line: str) -> int:
        self._lines.append(line)
        self._objects += 1
        return self._objects - 1


def _words(names: tuple[str, str, str]) -> str:
    return " ".join(escaped(name) for name in names)
