"""What the archive does with a stretch of the table's stream: seal what is new, raise what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.event import ReceiptedEvent
from lacre.recording.recorder import Recorder
from lacre.sealing.sealer import Sealed, Sealer
from lacre.sealing.tampering import Finding, raise_alarm

RECORDED_ANEW = "RECORDED_ANEW"


@dataclass(frozen=True)
class Intake:
    sealer: Sealer
    recorder: Recorder

    def take(self, inserted: Sequence[ReceiptedEvent], findings: Sequence[Finding]) -> Sealed:
        """Idempotent. Raises StoreUnavailableError, SignerUnavailableError: the stretch is to be delivered again."""
        sealed = self.sealer.seal(inserted)
        for stored in sealed.contradicting:
            header = stored.event.header
            raise_alarm(Finding(header.id, RECORDED_ANEW, header.checksum), self.recorder)
        for finding in findings:
            raise_alarm(finding, self.recorder)
        return sealed
