"""The log's own keys that a sealer holds; which of them sign a checkpoint is told by the head."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.ports.errors import SignerUnavailableError
from lacre.ports.sealing import Head
from lacre.ports.signing import Signer
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey, add_signature, signature_line

KEYS_FILE = "keys.json"
"""Where the public log tells which keys signed from which size on."""


class MissingKeyError(Exception):
    """A key that is in force is none of those that this sealer is configured with: nothing can be published."""


@dataclass(frozen=True)
class Keyring:
    """`signers` in the configured order; only the first one's place matters, and only to a log without a leaf."""

    origin: str
    signers: Sequence[Signer]

    def generations(self, head: Head) -> tuple[Generation, ...]:
        """The head's; those of a log that has none yet begin with the first key. Raises SignerUnavailableError."""
        return head.generations or (Generation(0, (self.key_of(self.signers[0]),)),)

    def key_of(self, signer: Signer) -> VerifierKey:
        """Raises SignerUnavailableError."""
        return VerifierKey(self.origin, signer.public_key)

    def pairs(self, keys: Sequence[VerifierKey]) -> Sequence[tuple[VerifierKey, Signer]]:
        """Each of the keys with its signer. Raises MissingKeyError, SignerUnavailableError."""
        return [(key, self.signer_of(key)) for key in keys]

    def signer_of(self, key: VerifierKey) -> Signer:
        """Raises MissingKeyError, and SignerUnavailableError if it may be one whose keeper does not answer."""
        silent: SignerUnavailableError | None = None
        for signer in self.signers:
            try:
                if self.key_of(signer) == key:
                    return signer
            except SignerUnavailableError as error:
                # Perhaps a retired key that is gone for good: it must not stop those that are in force.
                silent = error
        if silent is not None:
            raise silent
        raise MissingKeyError(f"no signer for the key {key.name}+{key.key_id.hex()}, which is in force")


def signed(checkpoint: Checkpoint, pairs: Sequence[tuple[VerifierKey, Signer]]) -> bytes:
    """The checkpoint's note with a signature of each key, in their order. Raises SignerUnavailableError."""
    key, signer = pairs[0]
    note = checkpoint.signed(key, signer.sign)
    for key, signer in pairs[1:]:
        signature = signer.sign(checkpoint.text().encode())
        note = add_signature(note, signature_line(key.name, key.key_id, signature))
    return note


def keys_file(origin: str, generations: Sequence[Generation]) -> bytes:
    """The content of `keys.json`: derived from the leaves, so that it proves nothing by itself."""
    listed = [{"first_size": one.first_size, "keys": [key.encode() for key in one.keys]} for one in generations]
    return (json.dumps({"origin": origin, "generations": listed}, indent=1) + "\n").encode()
