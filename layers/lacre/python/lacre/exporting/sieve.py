"""Filters held against a header's bytes: most of what they do not find is left out without being decoded."""

from lacre.model import canonical
from lacre.model.filters import Filters
from lacre.model.vocabulary import Severity

_RECORDED_AT = b'"recorded_at":"'
_MOMENT_BYTES = 24


class Sieve:
    """Never leaves out the header of an event that the filters find.

    A header is canonical: a member that equals a condition stands in it in one form, and since a quote within a text is
    escaped, nowhere else.
    """

    def __init__(self, filters: Filters) -> None:
        conditions = {name: value for name, value in filters.as_object().items() if isinstance(value, str)}
        self._start = conditions.pop("start", "").encode()
        self._end = conditions.pop("end", "").encode()
        # A network is found by arithmetic.
        conditions.pop("ip", None)
        members = [*conditions.items(), *([("severity", Severity.CRITICAL)] if filters.only_critical else [])]
        self._needles = [canonical.encode({name: value})[1:-1] for name, value in members]

    def keeps(self, header: bytes) -> bool:
        """Whether the filters may find a header of these canonical bytes."""
        return all(needle in header for needle in self._needles) and self._is_in_period(header)

    def _is_in_period(self, header: bytes) -> bool:
        if not self._start and not self._end:
            return True
        at = header.find(_RECORDED_AT) + len(_RECORDED_AT)
        moment = header[at : at + _MOMENT_BYTES]
        return self._start <= moment and (not self._end or moment < self._end)
