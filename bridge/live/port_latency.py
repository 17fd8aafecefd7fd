"""Tells JACK how late the insert's sound is, which JACK-Client has no call for (jack/jack.h, 'Managing latency')."""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

_CAPTURE, _PLAYBACK = 0, 1


class _Range(ctypes.Structure):
    """``jack_latency_range_t``: frames."""

    _fields_ = (("min", ctypes.c_uint32), ("max", ctypes.c_uint32))


_Callback = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p)


class PortLatency:
    """Passes the latency of what is before and behind the insert on, and adds its own ``frames``.

    To be made before the client is activated, and kept for as long as it lives.
    """

    def __init__(self, client: Any, frames: int) -> None:
        self._frames = frames
        self._library = ctypes.CDLL(ctypes.util.find_library("jack"))
        self._inputs = [_address(port) for port in client.inports]
        self._outputs = [_address(port) for port in client.outports]
        # Kept here, or it would be cleared away while JACK still calls it.
        self._callback = _Callback(self._told)
        self._call("jack_set_latency_callback", _address(client), self._callback, None)

    def _told(self, mode: int, _: object) -> None:
        before, behind = (self._inputs, self._outputs) if mode == _CAPTURE else (self._outputs, self._inputs)
        ranges = [self._range_of(port, mode) for port in before]
        low, high = min(one.min for one in ranges), max(one.max for one in ranges)
        for port in behind:
            self._call(
                "jack_port_set_latency_range",
                port,
                ctypes.c_int(mode),
                ctypes.byref(_Range(low + self._frames, high + self._frames)),
            )

    def _range_of(self, port: ctypes.c_void_p, mode: int) -> _Range:
        found = _Range()
        self._call("jack_port_get_latency_range", port, ctypes.c_int(mode), ctypes.byref(found))
        return found

    def _call(self, name: str, *arguments: Any) -> None:
        function: Callable[..., Any] = getattr(self._library, name)
        function(*arguments)


def _address(client_or_port: Any) -> ctypes.c_void_p:
    import jack  # noqa: PLC0415 - loads a system library that not every machine has

    return ctypes.c_void_p(int(jack._ffi.cast("uintptr_t", client_or_port._ptr)))
