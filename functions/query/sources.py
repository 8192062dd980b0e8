"""What the routes of the query function ask."""

from dataclasses import dataclass

from functions.query.deep_searching import DeepSearching
from functions.query.exporting import Exporting
from functions.query.investigation import Investigation
from functions.query.observing import Observing
from functions.query.watching import Watching
from lacre.ports.ambient import Clock
from lacre.ports.rows import RowReader
from lacre.proving.examination import Examiner
from lacre.proving.inclusion import Prover
from lacre.searching.search import Search


@dataclass(frozen=True)
class Sources:
    search: Search
    rows: RowReader
    examiner: Examiner
    prover: Prover
    clock: Clock
    investigation: Investigation
    exporting: Exporting
    deep_searching: DeepSearching
    observing: Observing
    watching: Watching
