"""Logs whose keys are rotated, and events that claim to rotate them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lacre.model.actor import system_actor
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType, EventSource
from lacre.recording.tampering import Alarms
from lacre.sealing.intake import Inserted, Intake
from lacre.sealing.rotation import Rotation
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.key_manifest import write_manifest
from lacre.tlog.note import VerifierKey, split_note
from lacre.tlog.tiles import partial_tiles
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import MemoryTrail

SIGNERS = {name: LocalSigner(name) for name in "abc"}
KEYS = {name: VerifierKey(ORIGIN, signer.public_key) for name, signer in SIGNERS.items()}
_NAMES = {key.key_id: name for name, key in KEYS.items()}


def new_log() -> MemorySealing:
    """A log that begins with the key `a` and holds `b` and `c` besides."""
    return MemorySealing(signer=SIGNERS["a"], others=[SIGNERS["b"], SIGNERS["c"]])


def rotation_draft(keys: str, by: str) -> Draft:
    note = write_manifest(ORIGIN, [KEYS[name] for name in keys], KEYS[by], SIGNERS[by].sign)
    return Draft(
        action="KEY_ROTATED",
        actor=system_actor("archive"),
        source=EventSource.SYSTEM,
        entity_type=EntityType.KEY,
        entity_id=KEYS[keys[0]].key_id.hex(),
        ip_address="system",
        after={"manifest": note.decode()},
    )


def signed_by(log: MemorySealing, size: int) -> str:
    """The keys whose signatures the archive's checkpoint of a size bears, in their order."""
    _, signatures = split_note(log.archive.objects[checkpoint_name(size)])
    return "".join(_NAMES[signature[:4]] for _, signature in signatures)


def generations(log: MemorySealing) -> list[tuple[int, str]]:
    return [(one.first_size, "".join(_NAMES[key.key_id] for key in one.keys)) for one in log.heads.head.generations]


@dataclass
class Operator:
    """Asks for rotations of a log whose events are recorded in a trail."""

    log: MemorySealing = field(default_factory=new_log)
    trail: MemoryTrail = field(default_factory=MemoryTrail)
    configured: str = "abc"

    def __post_init__(self) -> None:
        self.recorder = self.trail.recorder()

    def intake(self) -> Intake:
        sealer = self.log.sealer(signers=[SIGNERS[name] for name in self.configured])
        return Intake(sealer, Alarms(self.recorder, self.trail.events))

    def rotation(self) -> Rotation:
        intake = self.intake()
        held = {name: SIGNERS[name] for name in self.configured}
        return Rotation(intake.sealer, held, self.recorder, self.trail.events, self.feed)

    def rotate(self, keys: str) -> None:
        self.rotation().rotate(list(keys))

    def feed(self, event_ids: Sequence[str]) -> None:
        self.deliver([self.trail.events.rows[one] for one in event_ids])

    def deliver(self, events: Sequence[ReceiptedEvent] | None = None) -> None:
        """What the stream would bring: all that is recorded, if nothing else is said."""
        stored = list(self.trail.events.rows.values()) if events is None else events
        self.intake().take([Inserted(one, "1") for one in stored], [])

    def findings(self) -> list[str]:
        rows = self.trail.events.rows.values()
        return [stored.event.header.entity_id for stored in rows if stored.event.header.action == "LOG_TAMPERED"]


class Copied:
    """A copy of a log's archive."""

    def __init__(self, log: MemorySealing) -> None:
        self.objects = dict(log.archive.objects)

    def names(self) -> Sequence[str]:
        return sorted(self.objects)

    def read(self, name: str, limit: int) -> bytes | None:
        found = self.objects.get(name)
        assert found is None or len(found) <= limit
        return found

    def saved(self, path: Path) -> Path:
        for name, content in self.objects.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
        return path


def of_last_size(log: MemorySealing) -> dict[str, bytes]:
    """The public log without the partial tiles and bundles of smaller sizes."""
    size = log.heads.head.size
    paths = {place.path for place in partial_tiles(size)} | {f"tile/entries/{size // 256:03d}.p/{size % 256}"}
    return {path: content for path, content in log.log.objects.items() if ".p/" not in path or path in paths}
