"""The codes of headers in words. Actions stay codes: they are what rules, filters and other systems name."""

from collections.abc import Callable, Mapping

Translation = Callable[[str], str]


def vocabulary(_: Translation) -> Mapping[str, str]:
    """Words by code. A code that two lists share means the same in both."""
    return {**_people(_), **_entities(_), **_entities_of_the_desk(_), **_kinds(_), **_sources(_), **_groups(_)}


def _people(_: Translation) -> dict[str, str]:
    return {
        "ADMIN": _("Administrator"),
        "FUNCIONARIO": _("Officer"),
        "SUPERVISOR": _("Supervisor"),
        "AUDITOR": _("Auditor"),
        "AGENT": _("Agent"),
        "MERCHANT": _("Merchant"),
        "TRADER": _("Trader"),
        "RISK_MANAGER": _("Risk manager"),
        "POS": _("POS terminal"),
        "PRODUCER": _("Producer"),
        "SYSTEM": _("The system"),
        "UNKNOWN": _("Unknown"),
    }


def _entities(_: Translation) -> dict[str, str]:
    return {
        "MARKET": _("Market"),
        "TRANSACTION": _("Transaction"),
        "RECEIPT": _("Receipt"),
        "USER": _("User"),
        "SESSION": _("Session"),
        "JURISDICTION_CHANGE": _("Change of jurisdiction"),
        "AUDIT": _("Audit trail"),
        "ALERT": _("Alert"),
        "BLOCK": _("Block of an actor"),
        "RULE": _("Rule"),
        "KEY": _("Key"),
        "EXPORT": _("Export of events"),
        "DEEP_SEARCH": _("Search of the archive"),
        "JOB": _("Job"),
    }


def _entities_of_the_desk(_: Translation) -> dict[str, str]:
    return {
        "ORDER": _("Order of the desk"),
        "CONTRACT": _("Contract"),
        "LINKAGE": _("Linkage"),
        "PRICE": _("Price"),
        "SETTLEMENT": _("Settlement"),
        "SNAPSHOT": _("Snapshot"),
        "SCENARIO": _("Scenario"),
    }


def _kinds(_: Translation) -> dict[str, str]:
    return {
        "INFO": _("Info"),
        "LOW": _("Low"),
        "MEDIUM": _("Medium"),
        "HIGH": _("High"),
        "CRITICAL": _("Critical"),
        "SUCCEEDED": _("Succeeded"),
        "DENIED": _("Denied"),
        "FAILED": _("Failed"),
        "NORMAL": _("Normal"),
        "SECURITY": _("Security"),
        "FRAUD": _("Fraud"),
        "ACCESS_VIOLATION": _("Access violation"),
        "SYSTEM_ERROR": _("System error"),
    }


def _sources(_: Translation) -> dict[str, str]:
    return {
        "API": _("API"),
        "OFFLINE_SYNC": _("Offline sync"),
        "DETECTOR": _("Detector"),
        "SCHEDULE": _("Schedule"),
    }


def _groups(_: Translation) -> dict[str, str]:
    """Of actions, as the catalogue names them."""
    return {
        "administration": _("Administration"),
        "authentication": _("Authentication"),
        "business": _("Business"),
        "financial": _("Financial"),
        "hedge desk": _("Hedge desk"),
        "jurisdiction": _("Jurisdiction"),
        "reads": _("Reads"),
        "response and trail": _("Response and trail"),
        "security": _("Security breaches"),
        "system": _("System"),
    }
