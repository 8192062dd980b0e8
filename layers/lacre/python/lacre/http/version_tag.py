"""Entity tags (RFC 9110, section 8.8.3) that hold a version."""

import re

from lacre.model.refusal import Fault, Ground, Refusal

_STRONG = re.compile(r'"([1-9][0-9]{0,8})"')


def tag_of(version: int) -> str:
    return f'"{version}"'


def version_of(if_match: str | None) -> int:
    """The version of an If-Match header. Raises Refusal: PRECONDITION_MISSING, INVALID for anything but one tag."""
    if if_match is None:
        raise Refusal(
            Ground.PRECONDITION_MISSING, "IF_MATCH_MISSING", "A change needs If-Match with the version it is made to."
        )
    found = _STRONG.fullmatch(if_match.strip())
    if found is None:
        fault = Fault("header.If-Match", 'One version in quotes, such as "1".')
        raise Refusal(Ground.INVALID, "IF_MATCH_INVALID", "If-Match does not hold one version.", faults=(fault,))
    return int(found.group(1))
