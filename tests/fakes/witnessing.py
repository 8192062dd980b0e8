"""A witness in memory, logs of leaves that it can be shown, and ways for a log to reach it."""

import base64
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.witnessing import Remembered, Reply, WitnessAwayError
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import consistency_proof
from lacre.witnessing.known_logs import KnownLogs, by_origin
from lacre.witnessing.routes import answer
from lacre.witnessing.witness import Witness
from tests.fakes.crash import Steps
from tests.fakes.movable_clock import MovableClock
from tests.fakes.signer import LocalSigner

ORIGIN = "lacre.example.com/test"
WITNESS = "witness.example.com/w1"


@dataclass
class MemoryWitnessMemory:
    steps: Steps = field(default_factory=Steps)
    logs: dict[str, Remembered] = field(default_factory=dict)
    evidence: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_away: bool = False

    def recall(self, log: str) -> Remembered | None:
        with self.steps.call("memory.recall"):
            self._reach()
            return self.logs.get(log)

    def replace(self, log: str, old: Remembered | None, new: Remembered) -> bool:
        with self.steps.call("memory.replace"), self.lock:
            self._reach()
            held = self.logs.get(log)
            if (held and (held.size, held.root)) != (old and (old.size, old.root)):
                return False
            self.logs[log] = new
            return True

    def keep_evidence(self, name: str, record: bytes) -> None:
        with self.steps.call("memory.keep_evidence"):
            self._reach()
            self.evidence.setdefault(name, record)

    def _reach(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")


@dataclass
class MemoryWitness:
    """A witness, and what it is made of."""

    name: str = WITNESS
    logs: KnownLogs = field(default_factory=dict)
    memory: MemoryWitnessMemory = field(default_factory=MemoryWitnessMemory)
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.signer = LocalSigner(self.name)
        self.witness = Witness(self.name, self.signer, self.memory, lambda: self.logs, self.clock)

    def knowing(self, *keys: VerifierKey) -> "MemoryWitness":
        self.logs = by_origin(keys)
        return self


@dataclass
class History:
    """A log of leaves, which can sign any size of itself; two of one signer and origin are a fork."""

    leaves: list[bytes]
    signer: LocalSigner = field(default_factory=LocalSigner)
    origin: str = ORIGIN

    @classmethod
    def of(cls, count: int, *, fork_at: int | None = None, signer: LocalSigner | None = None) -> "History":
        """`count` leaves, which differ from another history's from `fork_at` on."""
        told = ["true" if fork_at is None or number < fork_at else "forged" for number in range(count)]
        leaves = [leaf_hash(f"{word} {number}".encode()) for number, word in enumerate(told)]
        return cls(leaves, signer or LocalSigner())

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.origin, self.signer.public_key)

    def root(self, size: int) -> bytes:
        return root_hash(extended(0, (), self.leaves[:size])[1])

    def note(self, size: int) -> bytes:
        return Checkpoint(self.origin, size, self.root(size)).signed(self.key, self.signer.sign)

    def proof(self, old: int, new: int) -> list[bytes]:
        return consistency_proof(old, new, self._node) if old else []

    def request(self, old: int, new: int) -> bytes:
        return request(old, self.proof(old, new), self.note(new))

    def _node(self, level: int, index: int) -> bytes:
        return root_hash(extended(0, (), self.leaves[index << level : (index + 1) << level])[1])


def request(old: int, proof: Sequence[bytes], note: bytes) -> bytes:
    """Written out here, so that the client's own writing is held against it."""
    lines = [f"old {old}"] + [base64.b64encode(one).decode() for one in proof]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + note


@dataclass
class DirectClient:
    """Brings a log's questions to witnesses by their URLs, without a network."""

    witnesses: dict[str, MemoryWitness] = field(default_factory=dict)
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    twist: Callable[[Reply], Reply] = lambda reply: reply
    is_away: bool = False

    def add_checkpoint(self, url: str, body: bytes) -> Reply:
        self.asked.append((url, body))
        if self.is_away or url not in self.witnesses:
            raise WitnessAwayError("away")
        told = answer(self.witnesses[url].witness, "POST", "/add-checkpoint", body)
        return self.twist(Reply(told.status, told.content_type, told.body.encode()))
