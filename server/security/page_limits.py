"""How many pages may be there at once, in all and from one address: nobody takes the places of all others."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, IPv6Interface, ip_address

from models.sentences import Sentence
from server.schema import titles
from server.schema.refusal import Refusal

TOO_MANY_PAGES = Sentence("too-many-pages", "There are {most} pages already, as many as this server takes.")
TOO_MANY_FROM_ADDRESS = Sentence(
    "too-many-pages-from-address", "There are {most} pages from this address already; see --sockets-per-address."
)

PAGES = 3 / 4
"""Of all connections, at most for pages: requests are answered still."""
FOR_ONE = 3 / 4
"""Of all pages, at most from one address: somebody else always gets in."""


class PageLimits:
    """Counts pages by address."""

    def __init__(self, connections: int, of_one: int) -> None:
        self._places = int(connections * PAGES)
        self._of_one = max(1, min(of_one, int(self._places * FOR_ONE)))
        self._pages: Counter[str] = Counter()

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """For as long as a page is there. Raises ``Refusal``."""
        source = source_of(address)
        if self._pages.total() >= self._places:
            detail = TOO_MANY_PAGES(most=self._places)
            raise Refusal(503, titles.TOO_MANY_PAGES, detail, allowed=self._places)
        if self._pages[source] >= self._of_one:
            detail = TOO_MANY_FROM_ADDRESS(most=self._of_one)
            raise Refusal(429, titles.TOO_MANY_PAGES, detail, came=source, allowed=self._of_one)
        self._pages[source] += 1
        try:
            yield
        finally:
            self._pages[source] -= 1
            if not self._pages[source]:
                del self._pages[source]


def source_of(address: str) -> str:
    """An IPv4 address; of IPv6 the network, in which one computer has any number of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Interface((int(found), 64)).network)
    return str(found)
