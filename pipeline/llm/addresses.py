"""Is an address one of this machine?"""

import ipaddress
import socket
from urllib.parse import urlsplit

from ..errors import NotLoopback


def is_loopback(url: str) -> bool:
    """Tell whether the host of a URL is 127.0.0.0/8, ::1, or `localhost` and resolves to nothing else.

    No other name is looked up, even if it would lead to this machine: that would already ask a name server, and the
    answer can change.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost":
        try:
            found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
        except OSError:
            return False
        return bool(found) and all(map(_is_loopback_ip, found))
    return _is_loopback_ip(host)


def _is_loopback_ip(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def require_loopback(url: str) -> None:
    """Refuse an address that is not one of this machine.

    Raises:
        NotLoopback: it is another's.
    """
    if not is_loopback(url):
        host = urlsplit(url).hostname
        raise NotLoopback(f"offline: {host} is not an address of this machine (127.0.0.1, ::1 or localhost)")
