"""The daily timestamp: another authority's word (RFC 3161) that the log's checkpoint was there by then.

A day is over when the next one begins, so that a run stamps yesterday, with the newest checkpoint at that moment. Its
tree holds what was sealed of the day and a little of the next: it says "no later than", and no day's end is guessed.
"""

import hashlib
from dataclasses import dataclass

from cryptography.x509 import InvalidVersion, ObjectIdentifier
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    decode_timestamp_response,
)

from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.ports.sealing import Archive, HeadStore
from lacre.ports.timestamping import TimestampAuthority
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.timestamp_name import PREFIX, timestamp_name
from lacre.tlog.token_signature import check_signature, check_use

SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
TOLERANCE_MS = 10 * 60 * 1000
"""How far an authority's time may be off ours, in milliseconds."""
_DAY_MS = 24 * 3600 * 1000


class UnfitTimestampError(Exception):
    """The authority refused, or its answer is not for what it was asked: nothing was kept."""


@dataclass(frozen=True)
class StampDay:
    heads: HeadStore
    archive: Archive
    authority: TimestampAuthority
    clock: Clock

    def run(self) -> int:
        """Stamp yesterday (UTC) unless it is stamped already, or nothing is sealed; the number of stamps kept, 0 or 1.

        The answer is kept as it came, under `timestamps/<YYYY-MM-DD>-<size, 20 digits>.tsr`, and for ever: so its
        signature is checked first, with the certificate that it encloses, and its time with our clock. Whose
        certificate that is is checked by whoever verifies. Raises AuthorityUnavailableError, UnfitTimestampError,
        StoreUnavailableError, and what the archive raises for a name that another run took meanwhile.
        """
        day = moment.to_text(self.clock.now() - _DAY_MS)[:10]
        size = self.heads.read().published
        stamps = f"{PREFIX}{day}-"
        if not size or self.archive.names(stamps, stamps):
            return 0
        note = self.archive.get(checkpoint_name(size))
        answer = self._stamp(note)
        self.archive.put(timestamp_name(day, size), answer, {})
        return 1

    def _stamp(self, note: bytes) -> bytes:
        request = TimestampRequestBuilder(data=note, hash_algorithm=HashAlgorithm.SHA256).build()
        answer = self.authority.answer(request.as_bytes())
        try:
            _check(answer, request, hashlib.sha256(note).digest(), self.clock.now())
        except (ValueError, LookupError, InvalidVersion) as error:
            raise UnfitTimestampError(f"the authority's answer is no timestamp: {error}") from None
        return answer


def _check(answer: bytes, request: TimeStampRequest, imprint: bytes, now: int) -> None:
    """Raises UnfitTimestampError for what does not fit; for what is no response, what `check_signature` raises."""
    response = decode_timestamp_response(answer)
    if response.status != PKIStatus.GRANTED:
        raise UnfitTimestampError(f"the authority did not grant a timestamp: status {response.status}")
    stamped = response.tst_info
    if (stamped.message_imprint.hash_algorithm, stamped.message_imprint.message) != (SHA256, imprint):
        raise UnfitTimestampError("the timestamp is for other bytes")
    if stamped.nonce != request.nonce:
        raise UnfitTimestampError("the timestamp bears another nonce: it may be an older one, replayed")
    if not response.signed_data.certificates:
        raise UnfitTimestampError("the authority's certificate is not enclosed: nobody could check the signature")
    check_signature(response)
    check_use(response)
    if abs(int(stamped.gen_time.timestamp() * 1000) - now) > TOLERANCE_MS:
        raise UnfitTimestampError("the timestamp's time is more than 10 minutes off our clock")
