"""The official document of 10,000 events: how long it takes to write, its size, and the most memory that it took.

`python -m tests.bench.documents [EVENTS]`. Ends in 1 if it takes more than a minute of processor time.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator

from lacre.exporting.columns import SealedEvent
from lacre.exporting.pdf.about import About
from lacre.exporting.pdf.document import write_pdf
from lacre.model.event import Body
from lacre.model.filters import Selection
from lacre.model.vocabulary import Outcome, Severity
from tests.fakes.document_signer import document_signer
from tests.unit.exporting.populations import NONCE, at_leaf

EVENTS = 10_000
MOST_SECONDS = 60.0

_ROOT = "DzIlteTg06w2sQ+n9tqhCP3viSJDQFSWzp/y4Xzsnf0="
_SENTENCE = "The supervisor Ana Macuácua approved the agent Bento Sitoe in the district of Chókwè."


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    events = list(_events(count))
    about = About(
        organisation="Example Bank",
        language="pt",
        asked_by="Domingos Tembe (u-auditor)",
        asked_at="2026-11-22T09:30:00.000Z",
        reference="a benchmark",
        selection=Selection(),
        checkpoint=f"lacre.example.com/bench\n{count}\n{_ROOT}\n\n— lacre.example.com/bench c2lnbmF0dXJl\n".encode(),
    )
    signer = document_signer()
    before, began = time.process_time(), time.perf_counter()
    document = write_pdf(events, about, signer, 1_795_339_800_000)
    took, passed = time.process_time() - before, time.perf_counter() - began
    print(f"{count} events, {document.manifest.length} bytes of CSV: a document of {len(document.content)} bytes")
    print(f"{took:.1f} s of processor time ({passed:.1f} s passed), {_peak_mib():.0f} MiB at most")
    return int(took > MOST_SECONDS)


def _events(count: int) -> Iterator[SealedEvent]:
    chance = random.Random(20_261_122)
    for leaf in range(count):
        body = Body(_SENTENCE, "Ana Macuácua", NONCE, before={"state": "PENDING"}, after={"state": "ACTIVE"})
        yield at_leaf(
            leaf,
            body,
            severity=chance.choice(list(Severity)),
            outcome=chance.choice(list(Outcome)),
            actor_role="SUPERVISOR",
            entity_id=f"0198f2c1-7c1e-7b6a-9c55-{leaf:012d}",
            province="Gaza",
            district="Chókwè",
        )


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
