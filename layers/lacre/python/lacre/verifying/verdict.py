"""What a verification ends in, and what led to it."""

from dataclasses import dataclass, field
from enum import IntEnum

_KEPT = 100


class Verdict(IntEnum):
    """The exit codes of `lacre verify`."""

    VERIFIED = 0
    TAMPERED = 1
    INCONCLUSIVE = 2


@dataclass(frozen=True)
class Finding:
    """One reason not to verify; `leaf` is the index of the leaf that it is about, where one can be named."""

    verdict: Verdict
    message: str
    leaf: int | None = None


@dataclass
class Findings:
    """All reasons not to verify. Of very many the first are kept and the rest counted: input may be hostile."""

    kept: list[Finding] = field(default_factory=list)
    omitted: int = 0
    first_bad_leaf: int | None = None
    _verdicts: set[Verdict] = field(default_factory=set)

    def tampered(self, message: str, leaf: int | None = None) -> None:
        """Evidence that what is here is not what was sealed."""
        if leaf is not None and (self.first_bad_leaf is None or leaf < self.first_bad_leaf):
            self.first_bad_leaf = leaf
        self._add(Finding(Verdict.TAMPERED, message, leaf))

    def inconclusive(self, message: str) -> None:
        """Something that a conclusion needs is not here."""
        self._add(Finding(Verdict.INCONCLUSIVE, message))

    @property
    def verdict(self) -> Verdict:
        """Evidence of tampering outweighs what is missing."""
        for verdict in (Verdict.TAMPERED, Verdict.INCONCLUSIVE):
            if verdict in self._verdicts:
                return verdict
        return Verdict.VERIFIED

    def _add(self, finding: Finding) -> None:
        self._verdicts.add(finding.verdict)
        if len(self.kept) < _KEPT:
            self.kept.append(finding)
        else:
            self.omitted += 1
