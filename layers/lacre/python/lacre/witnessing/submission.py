"""The log asks its witnesses to cosign a checkpoint, and publishes what they say (C2SP tlog-witness, client's side).

Sealing neither waits for a witness nor depends on one: whoever is away is told of and rests for a while.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from lacre.ports.ambient import Clock
from lacre.ports.asking import begin
from lacre.ports.sealing import CHECKPOINT, PublicLog
from lacre.ports.witnessing import CosignedArchive, WitnessClient
from lacre.tlog.checkpoint import checkpoint_name, stated_size
from lacre.tlog.cosignature import CosignerKey, cosigned_name, open_cosignatures
from lacre.tlog.note import NoteError, add_signature, split_note
from lacre.witnessing.conversation import Answered, Conversation, Refused, Said, Unanswered
from lacre.witnessing.witness_list import WitnessAt

EVERY_MS = 10_000
"""How long after one submission the next may begin."""
AWAY_RESTS_MS = 60_000
"""How long a witness that did not answer is left alone: asking costs seconds in which nothing is sealed."""
ANSWERED_WITHIN_S = 8.0
"""How long all of them together may hold up sealing, whatever they do."""
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
    within_s: float = ANSWERED_WITHIN_S
    _last: int | None = None
    _seen: dict[str, int] = field(default_factory=dict)
    _resting: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, str] = field(default_factory=dict)
    _talks: dict[str, Future[Said]] = field(default_factory=dict)
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
        listed = self.witnesses()
        asked = [witness for witness in listed if self._is_due(witness, now)]
        if not asked:
            return Outcome()
        self._last = now
        note = self.archive.get(checkpoint_name(head_size))
        results = self._ask(asked, note)
        for witness, result in zip(asked, results, strict=True):
            self._remember(witness, result, now)
        outcome = _sorted_out(results)
        self._publish(note, listed, outcome)
        return outcome

    def _is_due(self, witness: WitnessAt, now: int) -> bool:
        vkey = witness.key.encode()
        return vkey not in self._lines and now >= self._resting.get(vkey, 0)

    def _ask(self, asked: Sequence[WitnessAt], note: bytes) -> list[Said]:
        conversation = Conversation(self.client, self.log.get, self._published, note, self._size)
        # At once: two that are away cost no more than one.
        talks = [self._talk(conversation, one) for one in asked]
        wait([talk for talk in talks if talk], timeout=self.within_s)
        return [
            talk.result() if talk and talk.done() else Unanswered(one.key.name, "it did not come to an end in time")
            for one, talk in zip(asked, talks, strict=True)
        ]

    def _talk(self, conversation: Conversation, witness: WitnessAt) -> Future[Said] | None:
        """None while the witness has not come to an end with what it was asked before: threads shall not pile up."""
        vkey = witness.key.encode()
        before, seen = self._talks.get(vkey), self._seen.get(vkey, 0)
        if before and not before.done():
            return None
        self._talks[vkey] = begin(lambda: conversation.hold(witness, seen))
        return self._talks[vkey]

    def _published(self) -> int:
        return stated_size(self.log.get(CHECKPOINT) or b"") or 0

    def _remember(self, witness: WitnessAt, result: Said, now: int) -> None:
        vkey = witness.key.encode()
        self._resting.pop(vkey, None)
        if isinstance(result, Answered):
            self._lines[vkey], self._seen[vkey] = result.line, self._size
        elif isinstance(result, Unanswered):
            self._resting[vkey] = now + (0 if result.is_overtaken else AWAY_RESTS_MS)
        else:
            self._resting[vkey] = now + REFUSAL_RESTS_MS

    def _publish(self, note: bytes, listed: Sequence[WitnessAt], outcome: Outcome) -> None:
        if not outcome.answered:
            return
        keys = {witness.key.name: witness.key for witness in listed}
        for answer in outcome.answered:
            self.archive.keep_first(cosigned_name(self._size, keys[answer.name]), add_signature(note, answer.line))
        for line in [*self._published_lines(note, list(keys.values())), *self._lines.values()]:
            note = add_signature(note, line)
        self.log.cosign_checkpoint(note, self._size)

    def _published_lines(self, note: bytes, keys: Sequence[CosignerKey]) -> list[str]:
        """What another instance made public of this checkpoint, as far as it verifies: of each witness one line.

        A witness that answered here speaks for itself.
        """
        held, text = self.log.get(CHECKPOINT) or b"", split_note(note)[0]
        found = [_line_of(held, key, text) for key in keys if key.encode() not in self._lines]
        return [line for line in found if line]


def _sorted_out(results: Sequence[Said]) -> Outcome:
    return Outcome(
        tuple(one for one in results if isinstance(one, Answered)),
        tuple(one for one in results if isinstance(one, Unanswered)),
        tuple(one for one in results if isinstance(one, Refused)),
    )


def _line_of(held: bytes, key: CosignerKey, text: str) -> str | None:
    try:
        held_text, found = open_cosignatures(held, [key])
    except NoteError:
        # The public checkpoint is replaced as a whole: what is no cosignature there is left out of it.
        return None
    return found[0].line if found and held_text == text else None
