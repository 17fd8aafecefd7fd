"""Which machines may talk to the bridge."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from metamaster.errors import BadOption

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Allowed:
    """The machine itself and the networks named; None is everybody."""

    networks: tuple[Network, ...] | None = None

    @staticmethod
    def of(words: tuple[str, ...]) -> "Allowed":
        """From addresses and networks such as 192.168.1.7 or 192.168.1.0/24, or everybody if there is none.

        Raises BadOption.
        """
        if not words:
            return Allowed()
        try:
            return Allowed(tuple(ipaddress.ip_network(word, strict=False) for word in words))
        except ValueError as error:
            raise BadOption(f"--allow takes addresses such as 192.168.1.7 or 192.168.1.0/24: {error}.") from error

    def admits(self, host: str) -> bool:
        """Whether a machine may talk to the bridge."""
        if self.networks is None or is_loopback(host):
            return True
        address = _address(host)
        return address is not None and any(address in network for network in self.networks)


def is_loopback(host: str) -> bool:
    """Whether a numeric address is this machine's own."""
    address = _address(host)
    return address is not None and address.is_loopback


@lru_cache(maxsize=1024)
def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    # What listens at :: hears of IPv4 machines by such addresses.
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
