"""What OSCQuery tells of the host: its name, where OSC is answered, and what of the proposal it supports."""

from typing import Any

from metamaster.version import __version__

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "UNIT", "DESCRIPTION")
"""The attributes that can be asked for by name."""
_OPTIONAL = ("ACCESS", "VALUE", "RANGE", "UNIT", "DESCRIPTION", "LISTEN")


def host_info(host: str, udp_port: int, http_port: int) -> dict[str, Any]:
    """The answer to ``?HOST_INFO``; an address that stands for all of them is left out, as the proposal has it."""
    info: dict[str, Any] = {
        "NAME": f"metamaster {__version__}",
        "EXTENSIONS": dict.fromkeys(_OPTIONAL, True),
        "OSC_PORT": udp_port,
        "OSC_TRANSPORT": "UDP",
        "WS_PORT": http_port,
    }
    if host not in ("0.0.0.0", "::"):
        info |= {"OSC_IP": host, "WS_IP": host}
    return info
