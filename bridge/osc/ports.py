"""Sockets on the ports that were asked for."""

import errno
import socket

from metamaster.errors import BadOption, PortTaken


def bound(host: str, port: int, kind: socket.SocketKind) -> socket.socket:
    """A socket bound to host and port that does not block; raises PortTaken or BadOption."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise BadOption(f"There is no host {host!r}: give the address of one of this machine's networks.") from error
    made = socket.socket(family, kind)
    try:
        made.setblocking(False)
        if kind == socket.SOCK_STREAM:
            # A bridge that was ended a moment ago must not keep the port from the next one.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        made.close()
        raise _refused(error, host, port) from error
    return made


def _refused(error: OSError, host: str, port: int) -> BadOption | PortTaken:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(f"Port {port} is taken, perhaps by another bridge: end that one, or choose another port.")
    return BadOption(f"Nothing can listen at {host}:{port} ({error.strerror}): choose another host or port.")
