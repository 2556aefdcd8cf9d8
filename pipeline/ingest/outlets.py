"""Which outlet or news agency does a credit name?"""

from functools import cache
from typing import NamedTuple

from ..data import phrase_lists
from .lines import is_name

_LONGEST_NAME = 40


class Outlet(NamedTuple):
    """An outlet by the name that a report shows. An agency writes for others."""

    name: str
    is_agency: bool = False


def _key(name: str) -> str:
    return " ".join(name.casefold().strip(" .,:;-–—|*").removeprefix("the ").removesuffix(".com").split())


@cache
def _known() -> dict[str, Outlet]:
    lists = phrase_lists("outlets.txt")
    known: dict[str, Outlet] = {}
    for heading in ("agency", "outlet"):
        for line in lists[heading]:
            names = [name.strip() for name in line.split("=")]
            known |= {_key(name): Outlet(names[0], heading == "agency") for name in names}
    return known


@cache
def picture_agencies() -> tuple[str, ...]:
    """Return the names under which pictures are credited, in small letters, the longest first."""
    lists = phrase_lists("outlets.txt")
    lines = (*lists["agency"], *lists["pictures"])
    return tuple(
        sorted({_key(name) for line in lines for name in line.split("=")}, key=lambda name: (-len(name), name))
    )


def known_outlet(credit: str) -> Outlet | None:
    """Return the outlet that a credit names, if it stands in `outlets.txt`."""
    return _known().get(_key(credit)) if len(credit) <= _LONGEST_NAME else None


def outlet_of(credit: str) -> Outlet | None:
    """Return the outlet that a credit names, or that it plainly has the name of: "The Harbour Gazette"."""
    found = known_outlet(credit)
    if found or len(credit) > _LONGEST_NAME:
        return found
    name = credit.strip(" .,:;|*")
    words = name.split()
    if not 2 <= len(words) <= 6 or not is_name(name.replace("The ", "", 1), 5):
        return None
    lists = phrase_lists("outlets.txt")
    last = " ".join(words[-2:]).casefold()
    if any(last.endswith(ending) for ending in lists["last words of an agency"]):
        return Outlet(name, is_agency=True)
    if words[-1].casefold() in " ".join(lists["last word of an outlet"]).split():
        return Outlet(name)
    return None


def leading_outlet(credit: str) -> Outlet | None:
    """Return the outlet that a credit begins with: BBC for "BBC Middle East editor"."""
    words = credit.split()
    for count in range(min(5, len(words)), 0, -1):
        found = known_outlet(" ".join(words[:count]))
        if found:
            return found
    return None
