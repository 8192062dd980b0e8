"""Rotating the log's keys: a manifest signed by a key in force, recorded as an event; it counts once it is sealed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lacre.model.actor import system_actor
from lacre.model.canonical import NotCanonicalError
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.errors import DuplicateEventError
from lacre.ports.sealing import Head
from lacre.ports.signing import Signer
from lacre.recording.recorder import Recorder
from lacre.recording.tampering import RecordedEvents
from lacre.sealing.keyring import Keyring, MissingKeyError
from lacre.sealing.sealer import Sealer
from lacre.tlog.key_manifest import ACTION, Generation, in_force, manifest_of, rotated, write_manifest
from lacre.tlog.note import NoteError, VerifierKey


class RotationRefusedError(Exception):
    """A rotation that would stop the log, or that no key in force could sign. Nothing was recorded."""


class RotationLostError(Exception):
    """The rotation was recorded, and something else is in force: another one came between. Ask again."""


@dataclass(frozen=True)
class Rotation:
    """`held` are the configured keys by the names that an operator gives them; `feed` seals recorded events by id."""

    sealer: Sealer
    held: Mapping[str, Signer]
    recorder: Recorder
    recorded: RecordedEvents
    feed: Callable[[Sequence[str]], object]

    def rotate(self, names: Sequence[str]) -> Generation:
        """Bring the named keys into force, in this order; gives the generation that then is.

        To repeat it changes nothing, whether the rotation is in force or still to be sealed. Raises
        RotationRefusedError, RotationLostError, what Sealer.finish and Recorder.record raise.
        """
        head = self.sealer.finish()
        keys = self._keys(names)
        if self._next(head).keys != keys:
            self.feed([self._record(head, keys)])
            head = self.sealer.finish()
        if self._next(head).keys != keys:
            raise RotationLostError("the rotation is recorded, and other keys are in force")
        return self._next(head)

    def _keys(self, names: Sequence[str]) -> tuple[VerifierKey, ...]:
        unknown = [name for name in names if name not in self.held]
        if not names:
            raise RotationRefusedError("a rotation names at least one key")
        if unknown:
            raise RotationRefusedError(f"not one of the configured keys: {', '.join(unknown)}")
        return tuple(self._keyring.key_of(self.held[name]) for name in names)

    def _record(self, head: Head, keys: Sequence[VerifierKey]) -> str:
        """Record the rotation, or find it recorded; gives the event's id."""
        manifest = self._manifest(head, keys)
        draft = self._draft(head, keys, manifest)
        try:
            (stored,) = self.recorder.record([draft])
        except DuplicateEventError:
            if self._is_recorded(draft.id or "", manifest):
                return draft.id or ""
            # Somebody took the id: the rotation is recorded all the same.
            (stored,) = self.recorder.record([self._draft(head, keys, manifest, self.recorder.new_id())])
        return stored.event.header.id

    def _manifest(self, head: Head, keys: Sequence[VerifierKey]) -> bytes:
        by, signer = self._signing(head)
        generations = self._keyring.generations(head)
        try:
            manifest = write_manifest(self._keyring.origin, keys, by, signer.sign)
            rotated(generations, manifest, head.size + 1)
        except NoteError as error:
            raise RotationRefusedError(str(error)) from None
        return manifest

    def _signing(self, head: Head) -> tuple[VerifierKey, Signer]:
        for key in self._next(head).keys:
            try:
                return key, self._keyring.signer_of(key)
            except MissingKeyError:
                continue  # any key in force may sign a manifest
        raise RotationRefusedError("none of the keys in force is one of the configured keys")

    def _is_recorded(self, event_id: str, manifest: bytes) -> bool:
        try:
            found = self.recorded.event(event_id)
        except NotCanonicalError:
            return False
        return found is not None and manifest_of(found.event.header_bytes, found.event.body_bytes) == manifest

    def _next(self, head: Head) -> Generation:
        """The generation that signs the checkpoint after the head's."""
        return in_force(self._keyring.generations(head), head.size + 1)

    def _draft(self, head: Head, keys: Sequence[VerifierKey], manifest: bytes, event_id: str | None = None) -> Draft:
        # The same rotation from the same generation has one id, so that what is pending is not recorded again.
        before = self._next(head)
        names = [key.encode() for key in keys]
        return Draft(
            id=event_id or derived_uuid(ACTION, self._keyring.origin, str(before.first_size), *names),
            action=ACTION,
            actor=system_actor("archive"),
            source=EventSource.SYSTEM,
            entity_type=EntityType.KEY,
            entity_id=keys[0].key_id.hex(),
            ip_address="system",
            before={"keys": [key.encode() for key in before.keys]},
            after={"manifest": manifest.decode()},
        )

    @property
    def _keyring(self) -> Keyring:
        return self.sealer.publisher.keyring
