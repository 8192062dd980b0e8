"""The rules of the detector in words, by name: the bundle and what is kept of alerts say them in English only."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

Translation = Callable[[str], str]


class RuleWords(NamedTuple):
    """What a rule is called, and what it finds; `recorded` is what alerts that it raises keep as its title."""

    title: str
    explanation: str
    recorded: str


def rule_words(_: Translation) -> Mapping[str, RuleWords]:
    """In English they are the bundle's own."""
    return {name: RuleWords(*words, recorded=_rules(str)[name][0]) for name, words in _rules(_).items()}


def _rules(_: Translation) -> dict[str, tuple[str, str]]:
    return {**_logins(_), **_keys_and_ids(_), **_trail(_), **_money(_), **_receipts(_)}


def _logins(_: Translation) -> dict[str, tuple[str, str]]:
    return {
        "many_failed_logins": (
            _("Many failed logins of one account"),
            _("Five failed logins of one account within ten minutes - somebody is guessing its PIN."),
        ),
        "consecutive_failed_logins": (
            _("Ten consecutive failed logins of one account"),
            _("Ten wrong secrets of one account without a right one in between - guessing, and no forgotten PIN."),
        ),
        "login_after_failures": (
            _("A login after a burst of failures"),
            _(
                "Five wrong secrets of one account within ten minutes, and then the right one - "
                "a guess may have come true."
            ),
        ),
        "login_flood": (
            _("A flood of logins from one address"),
            _("In three minutes of half an hour more than twenty logins each failed from one address."),
        ),
        "login_spraying": (
            _("Failed logins of many accounts from one address"),
            _("Logins of ten accounts failed within ten minutes from one address - a few PINs tried on everybody."),
        ),
        "first_secret_changed_by_another": (
            _("A first secret that the account's maker may have changed"),
            _("An account was made, and within the hour its first secret was changed from the same address."),
        ),
    }


def _keys_and_ids(_: Translation) -> dict[str, tuple[str, str]]:
    return {
        "api_key_flood": (
            _("A flood of wrong API keys"),
            _(
                "Sixty-five wrong keys of one POS or producer within ten minutes - "
                "a machine that guesses, or means harm."
            ),
        ),
        "api_key_refused_repeatedly": (
            _("An API key refused repeatedly"),
            _("Ten wrong keys of one POS or producer within ten minutes - a key of before, or one that is guessed."),
        ),
        "id_enumeration": (
            _("Sequential id enumeration"),
            _(
                "One actor tried ten different ids within ten minutes that are not there or not allowed, "
                "one after another."
            ),
        ),
        "repeated_access_outside_jurisdiction": (
            _("Repeated access outside the jurisdiction"),
            _("One actor was refused outside the own jurisdiction three times within half an hour."),
        ),
    }


def _trail(_: Translation) -> dict[str, tuple[str, str]]:
    return {
        "excessive_audit_reading": (
            _("Far more audit detail read than usual"),
            _(
                "One reader opened 29 different audit events within ten minutes - "
                "the log is being copied, or searched for people."
            ),
        ),
        "log_tampered": (
            _("The log was tampered with"),
            _("What was recorded was changed, removed or recorded anew."),
        ),
    }


def _money(_: Translation) -> dict[str, tuple[str, str]]:
    return {
        "high_cancellation_ratio": (
            _("A high share of cancellations"),
            _("Of at least twenty transactions of one agent in a day, three in ten or more were cancelled."),
        ),
        "many_cancellations": (
            _("Many cancellations of one agent"),
            _("Five transactions of one agent were cancelled within an hour - paid in, receipted, and taken back."),
        ),
        "price_published_and_traded": (
            _("A price published and traded on by the same person"),
            _(
                "One person published a settlement price and made, linked or settled a contract "
                "within ten minutes of it."
            ),
        ),
        "silent_pos": (
            _("A POS that is active and silent"),
            _(
                "A POS that is not blocked took no payment for 72 trading hours - "
                "stolen, broken, or payments go past it."
            ),
        ),
    }


def _receipts(_: Translation) -> dict[str, tuple[str, str]]:
    return {
        "many_reprints_by_one_agent": (
            _("Many reprints by one agent"),
            _("One agent printed eight copies of receipts within half an hour."),
        ),
        "many_reprints_of_one_receipt": (
            _("Many reprints of one receipt"),
            _("One agent printed the same receipt five more times within half an hour - copies that pay out again."),
        ),
    }
