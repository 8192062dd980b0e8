"""Risk and its reasons, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from functions.query.rule_words import rule_words
from functions.query.views.lasting import lasting
from functions.query.vocabulary import vocabulary
from lacre.observing.observation import Code, Observation
from lacre.observing.risk import Risk

Gettext = Callable[[str], str]


@dataclass(frozen=True)
class ReasonInWords:
    points: int
    text: str


def reasons_in_words(risk: Risk, _: Gettext) -> Sequence[ReasonInWords]:
    """In the language of `_`, the heaviest first."""
    return [ReasonInWords(reason.points, observed(reason.observation, _)) for reason in risk.reasons]


def observed(observation: Observation, _: Gettext) -> str:
    """One sentence."""
    rule = rule_words(_).get(str(observation.facts.get("rule")))
    named = {"rule": f"“{rule.title}”"} if rule else {}
    return _sentences(_)[_variant(observation)] % {**_shown(observation.facts, vocabulary(_)), **named}


def _variant(observation: Observation) -> str:
    return f"{observation.code}_LEAST" if observation.facts.get("is_least") else observation.code.value


def _shown(facts: Mapping[str, str | int], words: Mapping[str, str]) -> Mapping[str, str | int]:
    """Codes, durations and days as people read them."""
    worded = {name: words.get(str(facts[name]), facts[name]) for name in ("severity", "event_type") if name in facts}
    told = {name.removesuffix("_ms"): lasting(int(value)) for name, value in facts.items() if name.endswith("_ms")}
    since = {"since": str(facts["since"])[:10]} if "since" in facts else {}
    return {**facts, **worded, **told, **since}


def _sentences(_: Gettext) -> Mapping[str, str]:
    return {**_of_trail(_), **_of_kind(_), **_of_actor(_), **_of_time(_)}


def _of_trail(_: Gettext) -> Mapping[str, str]:
    return {
        Code.ROW_CHANGED: _("The row is not what was sealed."),
        Code.SEAL_OVERDUE: _("It is not sealed, although its receipt promised that by now."),
        Code.IN_ALERT: _("It is evidence of an alert that nobody found to be false or benign."),
    }


def _of_kind(_: Gettext) -> Mapping[str, str]:
    return {
        Code.SEVERE: _("The action's severity: %(severity)s."),
        Code.REFUSED: _("The attempt was denied."),
        Code.SECURITY_EVENT: _("The event's type: %(event_type)s."),
        Code.SENSITIVE_FIELD: _("Sensitive fields differ: %(fields)s."),
        Code.OTHER_JURISDICTION: _("It is about something outside the actor's jurisdiction."),
    }


def _of_actor(_: Gettext) -> Mapping[str, str]:
    return {
        Code.NEW_ACTOR: _("Nothing of this actor was found before it, back to %(since)s."),
        Code.NEW_ADDRESS: _(
            "First time this actor is seen from %(ip)s: in none of the %(events)s events before, back to %(since)s."
        ),
        Code.NEW_ACTION: _(
            "First time this actor attempts %(action)s: in none of the %(events)s events before, back to %(since)s."
        ),
        Code.DENIALS_BEFORE: _("Denied attempts of this actor in the hour before: %(count)s."),
        f"{Code.DENIALS_BEFORE}_LEAST": _("Denied attempts of this actor in the hour before: %(count)s or more."),
        Code.BLOCKED_LATER: _("The actor was blocked %(after)s later, by the rule %(rule)s."),
        Code.BLOCK_UNDONE: _("The actor was blocked %(after)s later, by the rule %(rule)s; the block was lifted."),
    }


def _of_time(_: Gettext) -> Mapping[str, str]:
    return {
        Code.UNUSUAL_HOUR: _("At %(clock)s, outside the hours of the actor's %(events)s events before."),
        Code.OUTSIDE_TRADING_HOURS: _("At %(clock)s, outside trading hours; the actor's own hours are not known."),
        Code.CLOCK_AHEAD: _("The sender's clock is ahead: it happened %(by)s after it was recorded."),
        Code.SYNCED_LATE: _("It was recorded %(by)s after it happened."),
        Code.BEYOND_OFFLINE_REACH: _("It was recorded %(by)s after it happened, later than a terminal is believed."),
    }
