"""The parts of addresses as a tree, since Pd's ``route`` looks at one part at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bridge.daws.pure_data.patch import Patch


@dataclass
class Branch:
    """What follows one part; where ``address`` is set, an address ends here."""

    address: str = ""
    parts: dict[str, "Branch"] = field(default_factory=dict)


def tree_of(addresses: Iterable[str]) -> Branch:
    """The tree of all parts of these addresses."""
    root = Branch()
    for address in addresses:
        branch = root
        for part in address.strip("/").split("/"):
            branch = branch.parts.setdefault(part, Branch())
        branch.address = address
    return root


def put_routes(patch: Patch, branch: Branch, source: tuple[int, int], x: int = 20, y: int = 60) -> int:
    """Routes what comes from an outlet (an object and the outlet's number) to ``[s ADDRESS/shown]``.

    What is shown by a slider goes to ``[s ADDRESS/in]`` too, as a ``set`` message, so that it is not sent back.
    Gives the y below all that was put.
    """
    route = patch.obj(x, y, f"route {' '.join(branch.parts)}")
    patch.cord(source[0], route, source[1])
    y += 30
    for outlet, child in enumerate(branch.parts.values()):
        if child.address:
            # Other properties may lie below a control's address; only numbers are its values.
            value, quiet = patch.obj(x + 60, y, "route float"), patch.msg(x + 150, y, "set \\$1")
            patch.cord(route, value, outlet)
            patch.cord(value, quiet)
            patch.cord(quiet, patch.obj(x + 210, y, f"s {child.address}/in"))
            patch.cord(value, patch.obj(x + 570, y, f"s {child.address}/shown"))
            y += 30
        if child.parts:
            y = put_routes(patch, child, (route, outlet), x + 30, y)
    return y
