"""Who is let in: the machines allowed, and of pages in a browser only our own.

A page from elsewhere may try to reach a server on this machine. Three things keep it out: its Origin is not ours; a
name that it has made to point here (DNS rebinding) is not ours either; and no answer tells the browser that others may
read it (no CORS).
"""

import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web

from bridge.osc.allowed import Allowed


def own_names() -> frozenset[str]:
    """The names by which this machine is known to itself and to its network."""
    name = socket.gethostname().lower().removesuffix(".local")
    return frozenset({"localhost", name, f"{name}.local"})


@dataclass(frozen=True)
class Guard:
    """The check before every request."""

    allowed: Allowed = field(default_factory=Allowed)
    names: frozenset[str] = field(default_factory=own_names)

    def refusal(self, request: web.Request) -> web.Response | None:
        """What a request that is not let in is answered; None for one that is."""
        if request.remote is None or not self.allowed.admits(request.remote):
            return _refused(403, "This machine is not among those that the bridge serves: see --allow.")
        if request.method not in ("GET", "HEAD"):
            return _refused(405, "Only GET is answered here.")
        if not self._is_ours(request.host):
            return _refused(421, "The bridge goes by another name: use its address, such as http://127.0.0.1.")
        if not same_origin(request.headers.get("Origin"), request.host):
            return _refused(403, "Pages from elsewhere may not use the bridge.")
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name.rstrip(".") in self.names or _is_address(name)


def same_origin(origin: str | None, host: str) -> bool:
    """Whether an Origin header is the page's own; programs that are no browser send none."""
    return origin is None or origin == f"http://{host}"


def security_headers(host: str) -> dict[str, str]:
    """The headers that every answer carries, for a host that was checked."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _is_address(name: str) -> bool:
    # A number cannot be made to point elsewhere.
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _refused(status: int, sentence: str) -> web.Response:
    return web.Response(status=status, text=sentence + "\n")
