"""The proof of one event as the page shows it, with every value in the form that tools take."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.proving.retracing import Retraced


@dataclass(frozen=True)
class RungInWords:
    """One step of the path; hashes in hexadecimal digits."""

    number: int
    sibling: str
    is_left: bool
    node: str


@dataclass(frozen=True)
class Verification:
    """`root` is in base64 too, as the checkpoint has it; keys are `vkey` texts."""

    event_id: str
    retraced: Retraced
    hashed: str | None
    sealed: str
    promised: str | None
    rungs: Sequence[RungInWords]
    reached: str | None
    root: str | None
    root_in_checkpoint: str | None
    published: Sequence[str]
    signers: Sequence[str]


def verification(event_id: str, retraced: Retraced) -> Verification:
    rungs = enumerate(retraced.rungs, 1)
    return Verification(
        event_id=event_id,
        retraced=retraced,
        hashed=_hex(retraced.hashed),
        sealed=retraced.sealed.leaf_hash.hex(),
        promised=_hex(retraced.promised),
        rungs=[RungInWords(number, one.sibling.hex(), one.is_left, one.node.hex()) for number, one in rungs],
        reached=_hex(retraced.reached),
        root=_hex(retraced.stated),
        root_in_checkpoint=base64.b64encode(retraced.stated).decode() if retraced.stated else None,
        published=[key.encode() for key in retraced.published],
        signers=[key.encode() for key in retraced.signers],
    )


def _hex(raw: bytes | None) -> str | None:
    return raw.hex() if raw is not None else None
