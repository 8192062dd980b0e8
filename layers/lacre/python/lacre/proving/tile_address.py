"""The addresses of tiles and entry bundles (https://c2sp.org/tlog-tiles), as clients write them."""

import re

from lacre.tlog.tiles import WIDTH, bundle_path, tile_path

_ADDRESS = re.compile(r"(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")
_HIGHEST_LEVEL = 63


def tile_at(address: str) -> str | None:
    """The path in the public log of `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`; None for what is no such address.

    A tile has one address: another number of zeros, of groups or of digits is none.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    level, number, partial = found.groups()
    index, width = int(re.sub("[x/]", "", number)), int(partial or WIDTH)
    if not 0 < width <= WIDTH or (level != "entries" and int(level) > _HIGHEST_LEVEL):
        return None
    path = bundle_path(index, width) if level == "entries" else tile_path(int(level), index, width)
    # Written again and compared: nothing but the tile's own path is ever asked of the store.
    return path if path == f"tile/{address}" else None
