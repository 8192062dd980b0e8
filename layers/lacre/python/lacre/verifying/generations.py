"""Which keys have to sign which checkpoints: from the trusted keys on, by the KEY_ROTATED leaves of the log itself.

The first generation is made of those trusted keys that signed the smallest checkpoint. A manifest in a leaf counts if
a key in force signed it (`lacre.tlog.key_manifest`); its keys are trusted from then on, for larger trees.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.tlog.key_manifest import Generation, in_force, rotated
from lacre.tlog.note import NoteError, VerifierKey
from lacre.verifying.checkpoints import Checkpoints

_MENTIONS_KEPT = 100


@dataclass
class Generations:
    """`known` are the generations up to where the log was followed; `mentions` what changed nothing."""

    checkpoints: Checkpoints
    known: tuple[Generation, ...]
    mentions: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, checkpoints: Checkpoints, trusted: Sequence[VerifierKey]) -> "Generations":
        signers = checkpoints.first_signers() or frozenset(trusted)
        return cls(checkpoints, (Generation(0, tuple(key for key in dict.fromkeys(trusted) if key in signers)),))

    def follow(self, before: int, end: int, manifests: Sequence[tuple[int, bytes]]) -> bool:
        """Judge the checkpoints of an accepted batch's sizes; then its manifests, which count from its end on.

        Returns whether other keys are in force behind the batch.
        """
        for size in self.checkpoints.between(before, end):
            self.checkpoints.judge(size, in_force(self.known, size))
        for leaf, note in manifests:
            try:
                self.known = rotated(self.known, note, end)
            except NoteError as error:
                self._mention(f"leaf {leaf} holds a key manifest that changes nothing: {error}")
        is_rotated = self.known[-1].first_size == end
        if is_rotated:
            self.checkpoints.learn(self.known[-1].keys, end + 1)
        return is_rotated

    def _mention(self, message: str) -> None:
        if len(self.mentions) < _MENTIONS_KEPT:
            self.mentions.append(message)
