"""Hashes of PINs and passwords by argon2id (RFC 9106)."""

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

# OWASP's minimum for argon2id: with half a processor a login waits some 50 ms for it.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1


class Argon2Pins:
    """`PinHasher`. The cost is a parameter for tests alone."""

    def __init__(self, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=LANES, hash_len=32, salt_len=16, type=Type.ID
        )
        # Of no secret that is known: a salt and a digest of zeros, at the same cost as a real one.
        self._nobodys = f"$argon2id$v=19$m={memory_kib},t={passes},p={LANES}${'A' * 22}${'A' * 43}"

    def hash(self, secret: str) -> str:
        return self._hasher.hash(secret)

    def matches(self, secret: str, secret_hash: str | None) -> bool:
        # What is typed need not be encodable: a lone surrogate is wrong like any other text, and takes as long.
        typed = secret.encode("utf-8", "surrogatepass")
        try:
            return self._hasher.verify(secret_hash or self._nobodys, typed) and secret_hash is not None
        except VerifyMismatchError:
            return False
