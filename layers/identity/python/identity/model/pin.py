"""PINs: six digits."""

import re

from lacre.ports.ambient import Entropy

DIGITS = 6
_FORM = re.compile(rf"[0-9]{{{DIGITS}}}")
# Eight bytes over a million: no PIN is likelier than another by more than one in 10^13.
_ENTROPY_BYTES = 8


def is_pin(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def random_pin(entropy: Entropy) -> str:
    """A PIN to be shown once."""
    return f"{int.from_bytes(entropy.take(_ENTROPY_BYTES), 'big') % 10**DIGITS:0{DIGITS}d}"
