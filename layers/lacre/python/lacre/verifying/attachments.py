"""The attachments of a copy: what was too large for an event, each under a name that its bytes make.

An attachment is put into the archive before the event that names it, so that every one that a sealed event names was
there. One that no event names is what an action left behind that was not done, and proves and harms nothing.
"""

from collections.abc import Mapping, Sequence

from lacre.tlog.attachment import MAXIMUM_BYTES, Reference, is_attachment_name, is_named_by
from lacre.verifying.listing import Differences
from lacre.verifying.source import Copy, SourceError
from lacre.verifying.verdict import Findings


def check_attachments(
    copy: Copy, names: Sequence[str], named: Mapping[Reference, int], listing: Differences | None, findings: Findings
) -> int:
    """Hold each attachment against its name, and each that an event names against what is there; gives their number.

    `named` are those that events name, with the first leaf that does; `listing` is how the copy and its version listing
    differ, None if there is no listing.
    """
    first_leaf: dict[str, int] = {}
    for reference, leaf in named.items():
        first_leaf[reference.name] = min(leaf, first_leaf.get(reference.name, leaf))
    lengths = {one: _check(copy, one, first_leaf.get(one), findings) for one in filter(is_attachment_name, names)}
    for reference, leaf in named.items():
        if reference.name not in lengths:
            _tell_missing(reference.name, leaf, listing, findings)
        elif lengths[reference.name] not in (None, reference.length):
            findings.tampered(f"leaf {leaf} names {reference.name} as of another length than it has", leaf)
    return len(lengths)


def _check(copy: Copy, name: str, leaf: int | None, findings: Findings) -> int | None:
    """The length of an attachment that is what its name says."""
    try:
        content = copy.read(name, MAXIMUM_BYTES) or b""
    except SourceError as error:
        findings.inconclusive(str(error))
        return None
    if is_named_by(name, content):
        return len(content)
    findings.tampered(f"{name}: the bytes are not those that its name was made of", leaf)
    return None


def _tell_missing(name: str, leaf: int, listing: Differences | None, findings: Findings) -> None:
    if listing is None:
        findings.inconclusive(f"{name}, which leaf {leaf} names, is not in the copy")
    elif name not in listing.missing:
        findings.tampered(f"{name}, which leaf {leaf} names, is gone: it is neither in the copy nor listed", leaf)
