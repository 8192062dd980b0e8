"""Passwords: 12 to 128 characters with a letter and a digit (PCI DSS 8.3.6), without the user name in them."""

from lacre.ports.ambient import Entropy

SHORTEST, LONGEST = 12, 128
# Without vowels, so that chance makes no words, and without what is read as something else.
_LETTERS, _DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
_RANDOM = (_LETTERS,) * 16 + (_DIGITS,) * 4
_ENTROPY_BYTES = 16


def fault_of(password: str, username: str) -> str | None:
    """What is wrong with a password that this user chose; None if nothing is."""
    if not SHORTEST <= len(password) <= LONGEST or not password.isprintable():
        return f"A password has {SHORTEST} to {LONGEST} printable characters."
    if not any(one.isalpha() for one in password) or not any(one.isdigit() for one in password):
        return "A password has at least a letter and a digit."
    if username.lower() in password.lower():
        return "A password does not contain the user name."
    return None


def random_password(entropy: Entropy) -> str:
    """A password to be shown once: 20 characters, about 80 bits."""
    number, drawn = int.from_bytes(entropy.take(_ENTROPY_BYTES), "big"), []
    for alphabet in _RANDOM:
        number, place = divmod(number, len(alphabet))
        drawn.append(alphabet[place])
    return "".join(drawn)
