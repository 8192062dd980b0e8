"""Free JSON of a producer, before the first byte of it is hashed (ADR 6).

No model declares its fields, so that the allow-list of a route cannot help: members with names of secrets are refused,
and texts and numbers that look like secrets are withheld.
"""

import json
import re
from collections.abc import Iterator, Mapping

from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.redaction import looks_secret, screened, withheld

MAXIMUM_BYTES = 16 * 1024
MAXIMUM_DEPTH = 16

_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SECRET_WORDS = frozenset(
    {
        *("pin", "pincode", "pinhash", "pinblock", "oldpin", "newpin", "otp"),
        *("pass", "pwd", "credential", "authorization", "bearer", "cookie"),
        *("card", "cardno", "cardnumber", "creditcard", "debitcard", "pan", "cvv", "cvc"),
    }
)
_SECRET_PARTS = (
    *("password", "passwd", "passphrase", "passcode"),
    *("secret", "token", "apikey", "accesskey", "privatekey"),
)
_GREATEST_INTEGER = 2**53 - 1
_LARGE = 10**9


class UnfitJsonError(ValueError):
    """JSON that cannot be recorded; the message says why, and holds nothing of it."""


def screened_json(given: Mapping[str, object]) -> JsonObject:
    """What may be kept of an object. Raises UnfitJsonError."""
    for name, value, depth in _members(given):
        if depth > MAXIMUM_DEPTH:
            raise UnfitJsonError(f"This is nested more than {MAXIMUM_DEPTH} levels deep.")
        _check(name, value)
    _check_size(given)
    kept = {name: _kept(value) for name, value in given.items()}
    # What is said in place of a secret can be longer than it.
    _check_size(kept)
    return kept


def _check_size(given: Mapping[str, object]) -> None:
    # Lone surrogates do not come into what is kept, but count here.
    if len(json.dumps(given, ensure_ascii=False).encode("utf-8", "surrogatepass")) > MAXIMUM_BYTES:
        raise UnfitJsonError("This is longer than 16 KiB, as it was sent or with what is withheld of it.")


def _members(given: Mapping[str, object]) -> Iterator[tuple[str | None, object, int]]:
    """Every value with the name that it has in an object, and how deep it stands."""
    # A stack instead of recursion: a caller decides how deep this is.
    pending: list[tuple[str | None, object, int]] = [(None, given, 1)]
    while pending:
        name, value, depth = pending.pop()
        yield name, value, depth
        if isinstance(value, Mapping):
            pending.extend((str(key), member, depth + 1) for key, member in value.items())
        elif isinstance(value, list):
            pending.extend((None, member, depth + 1) for member in value)


def _check(name: str | None, value: object) -> None:
    if name is not None and (not _MEMBER.fullmatch(name) or looks_secret(name)):
        raise UnfitJsonError("Names of members are 1 to 64 characters of A-Z, a-z, 0-9, point, hyphen, underscore.")
    if name is not None and _is_secret_name(name):
        raise UnfitJsonError("A member is named like a secret: leave it out.")
    if isinstance(value, float):
        raise UnfitJsonError("A number has a fraction or an exponent: decimals travel as texts.")
    if isinstance(value, int) and abs(value) > _GREATEST_INTEGER:
        raise UnfitJsonError("A number is beyond 2^53-1.")


def _is_secret_name(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    if any(word.removesuffix("s") in _SECRET_WORDS or word in _SECRET_WORDS for word in words):
        return True
    return any(part in "".join(words) for part in _SECRET_PARTS)


def _kept(value: object) -> JsonValue:
    match value:
        case None | bool():
            return value
        case int():
            return withheld(value) if abs(value) >= _LARGE or looks_secret(str(value)) else value
        case str():
            return screened(value)
        case list():
            return [_kept(member) for member in value]
        case Mapping():
            return {str(name): _kept(member) for name, member in value.items()}
        case _:
            return withheld(value)
