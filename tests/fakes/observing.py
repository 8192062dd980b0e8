"""What the page of an event looks at around it, over a search and blocks in memory."""

from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from functions.query.observing import Observing
from lacre.observing.look_around import LookAround
from lacre.ports.blocks import Blocks
from lacre.searching.search import Search

_POOL = ThreadPoolExecutor(4)


def observing(search: Search, blocks: Blocks) -> Observing:
    return Observing(LookAround(search, blocks, _POOL), ZoneInfo("Africa/Maputo"))
