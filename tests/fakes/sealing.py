"""The head, the leaf index, the archive and the public log in memory."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.sealing import CHECKPOINT, Head, SealedLeaf
from lacre.sealing.keyring import KEYS_FILE, Keyring
from lacre.sealing.limits import archived_limit, public_limit
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealer
from lacre.tlog.batch import MAXIMUM_BYTES
from lacre.tlog.checkpoint import stated_size
from tests.fakes.crash import Steps
from tests.fakes.signer import LocalSigner

ORIGIN = "lacre.example.com/test"
MUTABLE = (CHECKPOINT, KEYS_FILE)
"""All else in the public log is written with the same bytes each time."""


@dataclass
class MemoryHeads:
    steps: Steps
    head: Head = field(default_factory=Head)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> Head:
        with self.steps.call("head.read"):
            return self.head

    def advance(self, old: Head, new: Head) -> bool:
        with self.steps.call("head.advance"), self.lock:
            if self.head.version != old.version:
                return False
            self.head = replace(new, version=old.version + 1)
            return True


@dataclass
class MemoryLeaves:
    steps: Steps
    rows: dict[str, SealedLeaf] = field(default_factory=dict)

    def sealed(self, event_ids: Sequence[str]) -> Mapping[str, SealedLeaf]:
        with self.steps.call("leaves.sealed"):
            return {one: self.rows[one] for one in event_ids if one in self.rows}

    def write(self, leaves: Sequence[SealedLeaf]) -> None:
        with self.steps.call("leaves.write"):
            for leaf in leaves:
                assert self.rows.setdefault(leaf.event_id, leaf) == leaf, "an index row changed"


@dataclass
class MemoryArchive:
    steps: Steps
    objects: dict[str, bytes] = field(default_factory=dict)
    is_away: bool = False

    def put(self, name: str, content: bytes, metadata: Mapping[str, str]) -> None:
        with self.steps.call("archive.put"):
            if self.is_away:
                raise StoreUnavailableError("away")
            assert self.objects.setdefault(name, content) == content, "a locked object changed"

    def keep_first(self, name: str, content: bytes) -> None:
        with self.steps.call("archive.keep_first"):
            if self.is_away:
                raise StoreUnavailableError("away")
            self.objects.setdefault(name, content)

    def get(self, name: str) -> bytes:
        with self.steps.call("archive.get"):
            content = self.objects[name]
            return content if len(content) <= archived_limit(name) else b""

    def has(self, name: str) -> bool:
        with self.steps.call("archive.has"):
            return name in self.objects

    def names(self, prefix: str, after: str) -> Sequence[str]:
        with self.steps.call("archive.names"):
            return sorted(name for name in self.objects if name.startswith(prefix) and name > after)


@dataclass
class MemoryLog:
    steps: Steps
    objects: dict[str, bytes] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)

    def damage(self, path: str, content: bytes | None) -> None:
        """Somebody else's write (or deletion): the one case in which the log may put other bytes there."""
        self.damaged.add(path)
        self.objects.pop(path, None)
        if content is not None:
            self.objects[path] = content

    def get(self, path: str) -> bytes | None:
        with self.steps.call("log.get"):
            return self._readable(path)

    def put(self, path: str, content: bytes) -> None:
        with self.steps.call("log.put"):
            if path in self.damaged or path in MUTABLE:
                self.damaged.discard(path)
                self.objects[path] = content
            assert self.objects.setdefault(path, content) == content, "a tile changed"

    def replace_checkpoint(self, note: bytes, size: int) -> None:
        with self.steps.call("log.replace_checkpoint"):
            stated = stated_size(self._readable(CHECKPOINT) or b"")
            if stated is None or stated < size:
                self.objects["checkpoint"] = note

    def cosign_checkpoint(self, note: bytes, size: int) -> None:
        with self.steps.call("log.cosign_checkpoint"):
            if stated_size(self._readable(CHECKPOINT) or b"") == size:
                self.objects["checkpoint"] = note

    def _readable(self, path: str) -> bytes | None:
        content = self.objects.get(path)
        return content if content is None or len(content) <= public_limit(path) else None


@dataclass
class MemorySealing:
    """One log in memory, and sealers on it. It begins with the key of `signer`; `others` are held besides."""

    steps: Steps = field(default_factory=Steps)
    signer: LocalSigner = field(default_factory=LocalSigner)
    others: Sequence[LocalSigner] = ()

    def __post_init__(self) -> None:
        self.heads = MemoryHeads(self.steps)
        self.leaves = MemoryLeaves(self.steps)
        self.archive = MemoryArchive(self.steps)
        self.log = MemoryLog(self.steps)
        self.repaired: list[str] = []

    def sealer(self, maximum_bytes: int = MAXIMUM_BYTES, signers: Sequence[LocalSigner] = ()) -> Sealer:
        """A sealer that is configured with `signers`, or else with all of the log's."""
        keyring = Keyring(ORIGIN, signers or (self.signer, *self.others))
        publisher = Publisher(self.heads, self.leaves, self.archive, self.log, keyring, self.repaired)
        return Sealer(self.heads, self.leaves, self.archive, publisher, maximum_bytes)
