"""Receipts at ingest: a delegate key in memory, certified by the receipt key for an hour at most."""

import threading
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.model import moment
from lacre.model.event import Event
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.signing import Signer
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import PROMISE_MS, Delegation, Receipt, delegation_message, write_receipt

DELEGATE_LIFETIME_MS = 60 * 60 * 1000


@dataclass(frozen=True)
class _Delegate:
    key: Ed25519PrivateKey
    delegation: Delegation


class ReceiptIssuer:
    """Signs receipts. The delegate is made on first use, never at import: a snapshot of a function must hold no key."""

    def __init__(self, signer: Signer, clock: Clock, entropy: Entropy) -> None:
        self._signer = signer
        self._clock = clock
        self._entropy = entropy
        self._delegate: _Delegate | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Have a delegate at hand before an event is stamped: certifying one can take seconds.

        Raises SignerUnavailableError.
        """
        self._current(self._clock.now())

    def issue(self, event: Event) -> str:
        """The receipt of an event. Raises SignerUnavailableError when a new delegate is due and cannot be certified."""
        recorded_at = moment.to_milliseconds(event.header.recorded_at)
        delegate = self._current(recorded_at)
        receipt = Receipt(event.header.id, leaf_hash(event.header_bytes), recorded_at, recorded_at + PROMISE_MS)
        return write_receipt(receipt, delegate.delegation, delegate.key)

    def _current(self, recorded_at: int) -> _Delegate:
        with self._lock:
            held = self._delegate
            # Both times count: a restored snapshot's clock jumps, and an event is never later than its delegate.
            if held is None or max(recorded_at, self._clock.now()) >= held.delegation.expires_at:
                held = self._delegate = self._make()
            return held

    def _make(self) -> _Delegate:
        key = Ed25519PrivateKey.from_private_bytes(self._entropy.take(32))
        public = key.public_key().public_bytes_raw()
        expires_at = self._clock.now() + DELEGATE_LIFETIME_MS
        signature = self._signer.sign(delegation_message(public, expires_at))
        return _Delegate(key, Delegation(public, expires_at, signature))
