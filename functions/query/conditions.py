"""A rule's condition in the viewer's words. What is kept of it is one English text (`lacre.detection.kinds`)."""

import re
from collections.abc import Callable, Mapping

_PLACES = {
    "length": r"(?P<length>\d+)",
    "number": r"(?P<number>\d+)",
    "share": r"(?P<share>[\d.]+)",
    "time": r"(?P<time>\d+ [a-z]+)",
}


def conditions(_: Callable[[str], str]) -> Mapping[str, str]:
    """The forms that a condition has, each with itself in words."""
    return {
        ">= %(number)s events in %(time)s": _("at least %(number)s events in %(time)s"),
        ">= %(number)s distinct values in %(time)s": _("at least %(number)s different values in %(time)s"),
        ">= %(number)s distinct values in %(time)s, %(length)s of them in a chain if they are numbers": _(
            "at least %(number)s different values in %(time)s, %(length)s of them in a row if they are numbers"
        ),
        ">= %(share)s % of at least %(number)s events in %(time)s": _(
            "at least %(share)s %% of %(number)s events or more in %(time)s"
        ),
        "%(number)s events in the rule's order in %(time)s": _("%(number)s events in the rule's order in %(time)s"),
        "nothing for %(time)s of trading hours": _("nothing for %(time)s of trading hours"),
        "nothing for %(time)s": _("nothing for %(time)s"),
        "all selections in %(time)s": _("each of the rule's selections in %(time)s"),
    }


def in_words(condition: str, forms: Mapping[str, str]) -> str | None:
    """The condition by one of the forms, None where it has another: the rule may be of another day."""
    for form, words in forms.items():
        found = re.fullmatch(_pattern(form), condition)
        if found:
            return words % found.groupdict()
    return None


def _pattern(form: str) -> str:
    pattern = re.escape(form)
    for name, place in _PLACES.items():
        pattern = pattern.replace(re.escape(f"%({name})s"), place)
    return pattern
