"""The log asks its witnesses to cosign a checkpoint, and publishes what they say (C2SP tlog-witness, client's side).

Sealing neither waits for a witness nor depends on one: whoever is away is told of and rests for a while.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from lacre.ports.ambient import Clock
from lacre.ports.sealing import CHECKPOINT, PublicLog
from lacre.ports.witnessing import CosignedArchive, WitnessClient
from lacre.tlog.checkpoint import checkpoint_name, stated_size
from lacre.tlog.cosignature import cosigned_name
from lacre.tlog.note import add_signature
from lacre.witnessing.conversation import Answered, Conversation, Refused, Unanswered
from lacre.witnessing.witness_list import WitnessAt

EVERY_MS = 10_000
"""How long after one submission the next may begin."""
AWAY_RESTS_MS = 60_000
"""How long a witness that did not answer is left alone: asking costs seconds in which nothing is sealed."""
REFUSAL_RESTS_MS = 600_000
"""How long one that refused is left alone: it will refuse again, and each time is an alarm."""


@dataclass(frozen=True)
class Outcome:
    """What came of a submission. All are empty if there was none: no witnesses, too early, or all said already."""

    answered: tuple[Answered, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass
class Submission:
    """Remembers, for the life of a function instance, what each witness said last; losing that costs one question."""

    log: PublicLog
    archive: CosignedArchive
    witnesses: Callable[[], Sequence[WitnessAt]]
    client: WitnessClient
    clock: Clock
    _last: int | None = None
    _seen: dict[str, int] = field(default_factory=dict)
    _resting: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)
    _size: int = 0

    def submit(self, head_size: int) -> Outcome:
        """Ask for cosignatures of the published checkpoint of `head_size`, at most every 10 s.

        Each that comes is kept in the archive and added to the public checkpoint. Raises StoreUnavailableError, and
        what `witnesses` raises.
        """
        now = self.clock.now()
        if head_size == 0 or (self._last is not None and now - self._last < EVERY_MS):
            return Outcome()
        if head_size != self._size:
            self._size, self._lines = head_size, {}
        asked = [witness for witness in self.witnesses() if self._is_due(witness, now)]
        if not asked:
            return Outcome()
        self._last = now
        note = self.archive.get(checkpoint_name(head_size))
        results = self._ask(asked, note)
        for witness, result in zip(asked, results, strict=True):
            self._remember(witness, result, now)
        outcome = _sorted_out(results)
        self._publish(note, asked, outcome)
        return outcome

    def _is_due(self, witness: WitnessAt, now: int) -> bool:
        vkey = witness.key.encode()
        return vkey not in self._lines and now >= self._resting.get(vkey, 0)

    def _ask(self, asked: Sequence[WitnessAt], note: bytes) -> list[Answered | Unanswered | Refused]:
        conversation = Conversation(self.client, self.log.get, self._published, note, self._size)
        # At once: two that are away cost no more than one.
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(lambda one: conversation.hold(one, self._seen.get(one.key.encode(), 0)), asked))

    def _published(self) -> int:
        return stated_size(self.log.get(CHECKPOINT) or b"") or 0

    def _remember(self, witness: WitnessAt, result: Answered | Unanswered | Refused, now: int) -> None:
        vkey = witness.key.encode()
        self._resting.pop(vkey, None)
        if isinstance(result, Answered):
            self._lines[vkey], self._seen[vkey] = result.line, self._size
        elif isinstance(result, Unanswered):
            self._resting[vkey] = now + (0 if result.is_overtaken else AWAY_RESTS_MS)
        else:
            self._resting[vkey] = now + REFUSAL_RESTS_MS

    def _publish(self, note: bytes, asked: Sequence[WitnessAt], outcome: Outcome) -> None:
        if not outcome.answered:
            return
        keys = {witness.key.name: witness.key for witness in asked}
        for answer in outcome.answered:
            self.archive.keep_first(cosigned_name(self._size, keys[answer.name]), add_signature(note, answer.line))
        for line in self._lines.values():
            note = add_signature(note, line)
        self.log.cosign_checkpoint(note, self._size)


def _sorted_out(results: Sequence[Answered | Unanswered | Refused]) -> Outcome:
    return Outcome(
        tuple(one for one in results if isinstance(one, Answered)),
        tuple(one for one in results if isinstance(one, Unanswered)),
        tuple(one for one in results if isinstance(one, Refused)),
    )
