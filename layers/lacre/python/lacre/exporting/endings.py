"""How exports end."""

from lacre.exporting.sealed_tree import DamagedLogError
from lacre.exporting.told import told_of
from lacre.exporting.work_off import Endings
from lacre.exporting.writer import ExportError
from lacre.model.draft import Reason
from lacre.ports.errors import SignerUnavailableError
from lacre.ports.exports import Job, Result
from lacre.ports.timestamping import AuthorityUnavailableError

_NOT_SIGNED = Reason("NOT_SIGNED", "The document could not be signed or timestamped. Ask for it again later.")

ENDINGS: Endings[Job, Result] = Endings(
    Job.done,
    told_of,
    {
        DamagedLogError: Reason(
            "LOG_DAMAGED", "A file of the log is missing or was changed, so that no export of it is complete."
        ),
        ExportError: Reason(
            "NOT_WRITABLE", "What was asked for cannot be written in this format. Choose other filters."
        ),
        # At once: where nobody set up a certificate yet, further attempts would only keep somebody waiting.
        SignerUnavailableError: _NOT_SIGNED,
        AuthorityUnavailableError: _NOT_SIGNED,
    },
    nothing=Reason("NOTHING_SEALED", "Nothing was sealed yet when the export began. Ask for it again."),
    gave_up=Reason("GAVE_UP", "The export broke off each time that it was begun."),
)
