"""From a draft to an event: the server's id, its clock, the catalogue's severity and type, and the bytes."""

import uuid
from dataclasses import dataclass, field

from lacre.model import moment
from lacre.model.action import action
from lacre.model.draft import Draft
from lacre.model.event import Body, Event, checksum
from lacre.model.grading import graded
from lacre.model.header import Header
from lacre.model.identifier import ENTROPY_BYTES, uuid7

NONCE_BYTES = 16


@dataclass(frozen=True)
class Stamp:
    """What makes an event unique: when it was recorded (ms since 1970), and fresh randomness."""

    recorded_at: int
    id_entropy: bytes = field(repr=False)
    nonce: bytes = field(repr=False)

    ENTROPY_BYTES = ENTROPY_BYTES + NONCE_BYTES

    @classmethod
    def of(cls, recorded_at: int, entropy: bytes) -> "Stamp":
        return cls(recorded_at, entropy[:ENTROPY_BYTES], entropy[ENTROPY_BYTES:])


def compose(draft: Draft, stamp: Stamp) -> Event:
    """The event of a draft; raises UnknownActionError or NotCanonicalError.

    An event that no other belongs to is its own correlation: the correlation id defaults to the event's id.
    """
    listed = action(draft.action)
    grade = graded(listed, draft.outcome, draft.source)
    event_id = draft.id or uuid7(stamp.recorded_at, stamp.id_entropy)
    body_bytes = _body(draft, stamp).encode()
    header = Header(
        id=event_id,
        recorded_at=moment.to_text(stamp.recorded_at),
        source=draft.source,
        action=listed.code,
        outcome=draft.outcome,
        event_type=grade.event_type,
        severity=grade.severity,
        actor_type=draft.actor.type,
        actor_id=draft.actor.id,
        entity_type=draft.entity_type or listed.entity_type,
        entity_id=draft.entity_id,
        ip_address=draft.ip_address,
        correlation_id=draft.correlation_id or event_id,
        checksum=checksum(body_bytes),
        attempted_action=draft.attempted_action,
        actor_role=draft.actor.role,
        province=draft.actor.province,
        district=draft.actor.district,
        occurred_at=draft.occurred_at,
        session_id=draft.actor.session_id,
        causation_id=draft.causation_id,
    )
    return Event.of(header, body_bytes)


def _body(draft: Draft, stamp: Stamp) -> Body:
    reason = draft.reason
    return Body(
        description=draft.description(),
        actor_name=draft.actor.name,
        nonce=stamp.nonce.hex(),
        before=draft.before,
        after=draft.after,
        request=draft.request,
        reason={"code": reason.code, "sentence": reason.sentence} if reason else None,
        trace_id=draft.trace_id,
    )


def derived_uuid(*parts: str) -> str:
    """A UUID (version 8, RFC 9562) that the same parts always give, so that what is repeated is recorded once."""
    digest = bytearray(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).bytes)
    digest[6] = (digest[6] & 0x0F) | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))
