"""A POS and the key that it was given."""

from dataclasses import dataclass, field

from lacre.model.api_key import SECRET_BYTES, digest_of, new_key
from lacre.ports.ambient import Entropy
from lacre.recording.change import Change
from network.model.pos import Pos

KIND = "pos"


@dataclass(frozen=True)
class KeyedPos:
    """A POS as it is once the change is committed; its key is to be shown once and is kept nowhere."""

    entity: Pos
    change: Change
    key: str = field(repr=False)


def key_of(pos_id: str, entropy: Entropy) -> tuple[str, str]:
    """A new key of a POS, and its digest."""
    key = new_key(KIND, pos_id, entropy.take(SECRET_BYTES))
    return key, digest_of(key)
