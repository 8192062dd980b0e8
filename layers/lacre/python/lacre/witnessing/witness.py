"""A witness (C2SP tlog-witness, https://c2sp.org/tlog-witness): it cosigns only what follows from what it cosigned.

It signs first, remembers the cosigned checkpoint by a conditional write, and answers last. Dying in between leaves a
signature that nobody saw, or a checkpoint that is remembered and can be read here; a key that is away moves nothing;
of two requests at once the slower one's signature is thrown away. No cosignature leaves that is not remembered.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lacre.ports.ambient import Clock
from lacre.ports.signing import Signer
from lacre.ports.witnessing import Remembered, WitnessMemory
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint
from lacre.tlog.cosignature import CosignerKey, cosign
from lacre.tlog.hashing import EMPTY_ROOT
from lacre.tlog.note import NoteError, VerifierKey, open_signatures
from lacre.tlog.proofs import ProofError, check_consistency
from lacre.witnessing.answer import Answer, RefusedError
from lacre.witnessing.evidence import Evidence, NotProvenError, prove_fork
from lacre.witnessing.known_logs import KnownLogs
from lacre.witnessing.request import Request, RequestError, read_request
from lacre.witnessing.statuses import BAD_REQUEST, CONFLICT, FORBIDDEN, NOT_FOUND, OK, SIZE_TYPE, UNPROCESSABLE

_NOTHING: tuple[None, bool] = None, False


@dataclass(frozen=True)
class _Submitted:
    """A checkpoint that the log signed, with the log's signatures alone, and the request that brought it."""

    request: Request
    checkpoint: Checkpoint
    lines: Sequence[str]
    keys: Sequence[VerifierKey]

    @property
    def note(self) -> bytes:
        # Rebuilt of what was verified: whatever else a request carried is neither kept nor shown to anybody.
        return (f"{self.request.text}\n" + "".join(self.lines)).encode()


@dataclass(frozen=True)
class Witness:
    """One witness, its key, its memory, and the logs that it knows (asked for at each request: keys rotate)."""

    name: str
    signer: Signer
    memory: WitnessMemory
    logs: Callable[[], KnownLogs]
    clock: Clock

    @property
    def key(self) -> CosignerKey:
        """Raises SignerUnavailableError."""
        return CosignerKey(self.name, self.signer.public_key)

    def add_checkpoint(self, body: bytes) -> Answer:
        """The answer to a request's body. Raises StoreUnavailableError, SignerUnavailableError: then try again."""
        try:
            submitted = self._verified(body)
        except RefusedError as refused:
            return refused.answer
        log = hash_of(submitted.checkpoint.origin)
        remembered = self.memory.recall(log)
        is_next = submitted.request.old_size == _size(remembered)
        flaw = _flaw(remembered, submitted) if is_next else None
        kept, is_fork = self._keep(log, remembered, submitted, flaw) if remembered else _NOTHING
        if not is_next:
            return replace(_conflict(remembered), kept=kept, is_fork=is_fork)
        if flaw:
            reason = f"not consistent with what was cosigned here: {flaw}\n"
            return Answer(UNPROCESSABLE, reason, kept=kept, is_fork=is_fork)
        return self._cosign(log, remembered, submitted)

    def checkpoint(self, log: str) -> Answer:
        """The latest checkpoint that was cosigned of a log, named by the SHA-256 of its origin in lower-case hex."""
        remembered = self.memory.recall(log)
        if remembered is None:
            return RefusedError(NOT_FOUND, "no checkpoint of this log was cosigned here").answer
        return Answer(OK, remembered.note.decode())

    def _verified(self, body: bytes) -> _Submitted:
        try:
            request = read_request(body)
        except RequestError as error:
            raise RefusedError(BAD_REQUEST, str(error)) from None
        keys = self.logs().get(request.origin)
        if not keys:
            raise RefusedError(NOT_FOUND, "the checkpoint is of a log that is not known here")
        submitted = _signed_by_log(request, keys)
        _check_alone(submitted)
        return submitted

    def _keep(
        self, log: str, remembered: Remembered, submitted: _Submitted, flaw: str | None
    ) -> tuple[str | None, bool]:
        """Keep what contradicts: its name, and whether it proves a fork. Two roots for one size do in any case.

        A fork is kept once for what is remembered, a doubt once for each checkpoint that the log signed: anybody can
        make one of a public checkpoint and a proof of noise, and can so neither fill the store nor hide another.
        """
        checkpoint = submitted.checkpoint
        is_same_size = remembered.size == checkpoint.size
        if remembered.root == checkpoint.root or not (is_same_size or flaw):
            return _NOTHING
        evidence = Evidence(remembered.note, submitted.note, () if is_same_size else submitted.request.proof)
        is_fork = _is_proven(evidence, submitted.keys)
        name = f"{log}-doubt-{checkpoint.size:020d}-{checkpoint.root.hex()}"
        if is_fork:
            name = f"{log}-fork-{remembered.size:020d}"
        self.memory.keep_evidence(name, evidence.encode())
        return name, is_fork

    def _cosign(self, log: str, remembered: Remembered | None, submitted: _Submitted) -> Answer:
        line = cosign(submitted.request.text, self.key, self.clock.now() // 1000, self.signer.sign)
        checkpoint = submitted.checkpoint
        cosigned = Remembered(checkpoint.size, checkpoint.root, submitted.note + line.encode())
        if not self.memory.replace(log, remembered, cosigned):
            return _conflict(self.memory.recall(log))
        return Answer(OK, line)


def hash_of(origin: str) -> str:
    """How a log is named where its origin does not fit: SHA-256 in lower-case hex."""
    return hashlib.sha256(origin.encode()).hexdigest()


def _signed_by_log(request: Request, keys: Sequence[VerifierKey]) -> _Submitted:
    try:
        _, found = open_signatures(request.note, keys)
    except NoteError as error:
        raise RefusedError(FORBIDDEN, str(error)) from None
    if not found:
        raise RefusedError(FORBIDDEN, "no key of this log that is known here signed the checkpoint")
    try:
        checkpoint = open_checkpoint(request.note, found[0][0])
    except NoteError as error:
        raise RefusedError(BAD_REQUEST, str(error)) from None
    return _Submitted(request, checkpoint, list(dict.fromkeys(line for _, line in found)), keys)


def _is_proven(evidence: Evidence, keys: Sequence[VerifierKey]) -> bool:
    try:
        prove_fork(evidence, keys)
    except NotProvenError:
        return False
    return True


def _check_alone(submitted: _Submitted) -> None:
    """What shows without remembering anything."""
    request, checkpoint = submitted.request, submitted.checkpoint
    if request.old_size > checkpoint.size:
        raise RefusedError(BAD_REQUEST, "the old size is larger than the checkpoint's")
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise RefusedError(UNPROCESSABLE, "the root is not that of the empty tree")
    if request.old_size == 0 and request.proof:
        raise RefusedError(UNPROCESSABLE, "there is nothing to prove from the empty tree")


def _flaw(remembered: Remembered | None, submitted: _Submitted) -> str | None:
    """Why the checkpoint does not follow from the one that is remembered."""
    # The empty tree is consistent with any: there is nothing to prove.
    if remembered is None or remembered.size == 0:
        return None
    checkpoint = submitted.checkpoint
    try:
        check_consistency(remembered.size, checkpoint.size, remembered.root, checkpoint.root, submitted.request.proof)
    except ProofError as error:
        return str(error)
    return None


def _size(remembered: Remembered | None) -> int:
    return remembered.size if remembered else 0


def _conflict(remembered: Remembered | None) -> Answer:
    return Answer(CONFLICT, f"{_size(remembered)}\n", SIZE_TYPE)
