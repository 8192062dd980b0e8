"""Telling the log of the rules that run, when they are others than those that ran before."""

from lacre.detection.bundle import Bundle
from lacre.detection.findings import DETECTOR
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.bundles import Bundles, RulesInForce
from lacre.ports.errors import StateConflictError
from lacre.recording.recorder import Recorder


class AnnounceRules:
    def __init__(self, bundle: Bundle, bundles: Bundles, recorder: Recorder) -> None:
        self._rules = RulesInForce(bundle.hash, {rule.name: rule.mode for rule in bundle.rules})
        self._bundles = bundles
        self._recorder = recorder

    def __call__(self) -> bool:
        """Whether there was something to tell. Raises StoreUnavailableError, SignerUnavailableError."""
        before = self._bundles.in_force()
        if before is not None and before.bundle_hash == self._rules.bundle_hash:
            return False
        try:
            self._recorder.record([self._draft(before)], [self._bundles.replacing(before, self._rules)])
        except StateConflictError:
            # Another instance started with these rules at this moment, and told of them.
            return False
        return True

    def _draft(self, before: RulesInForce | None) -> Draft:
        return Draft(
            action="RULE_CHANGED",
            actor=DETECTOR,
            source=EventSource.DETECTOR,
            entity_id=self._rules.bundle_hash,
            entity_type=EntityType.RULE,
            ip_address="system",
            before=before.shown() if before else None,
            after=self._rules.shown(),
        )
