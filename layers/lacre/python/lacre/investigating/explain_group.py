"""Explaining a rule's group from its live windows: whether it fired, and else how near it came and why not."""

from dataclasses import dataclass
from typing import Protocol

from lacre.detection.explaining import explain_state
from lacre.detection.explanation import Explanation
from lacre.detection.named_group import BadGroupError, group_named
from lacre.detection.rule import Group
from lacre.investigating.rulebook import Rulebook, WrittenRule
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.ports.detection import WindowState


class WindowReader(Protocol):
    """The part of `lacre.ports.detection.WindowStore` that changes nothing."""

    def load(self, key: str) -> WindowState:
        """Raises StoreUnavailableError."""
        ...


@dataclass(frozen=True)
class ExplainedGroup:
    written: WrittenRule
    group: Group
    explanation: Explanation

    @property
    def alert_id(self) -> str | None:
        """Of the last alert, where it is known; a rule in shadow has none."""
        number = self.explanation.last_episode
        return self.written.rule.alert_id(self.group, number) if self.written.rule.is_live and number else None


class ExplainGroup:
    def __init__(self, windows: WindowReader, rulebook: Rulebook) -> None:
        self._windows = windows
        self._rulebook = rulebook

    def __call__(self, name: str, group_text: str) -> ExplainedGroup:
        """`group_text` is JSON of the group's values.

        Raises Refusal: NOT_FOUND, BAD_REQUEST for a text that names no group of the rule; StoreUnavailableError.
        """
        written = self._rulebook.rule(name)
        try:
            group = group_named(written.rule, group_text)
        except BadGroupError as error:
            fault = Fault("query.group", str(error))
            raise Refusal(Ground.BAD_REQUEST, "BAD_GROUP", fault.what, faults=(fault,)) from None
        state = self._windows.load(written.rule.state_key(group))
        return ExplainedGroup(written, group, explain_state(state, written.rule.windowing))
