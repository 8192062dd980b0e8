"""The commissioned codes as they are specified, and not as the catalogue has them: entity, type and severity.

The specification's pattern: reads and ordinary successes INFO NORMAL; changes of entities, users, roles, keys and
jurisdictions, cancellations and reprints MEDIUM NORMAL; a failed login LOW SECURITY; what nobody may, invalid keys and
tokens HIGH SECURITY; outside the jurisdiction HIGH ACCESS_VIOLATION; errors HIGH SYSTEM_ERROR. Not here are the three
that the detector alone records.
"""

Row = tuple[str, str, str]

SPECIFIED: dict[str, Row] = {
    "LOGIN_SUCCESS": ("SESSION", "NORMAL", "INFO"),
    "LOGIN_FAILED": ("USER", "SECURITY", "LOW"),
    "LOGOUT": ("SESSION", "NORMAL", "INFO"),
    "SESSION_EXPIRED": ("SESSION", "NORMAL", "INFO"),
    "PASSWORD_RESET": ("USER", "NORMAL", "MEDIUM"),
    "PIN_RESET": ("USER", "NORMAL", "MEDIUM"),
    "UNAUTHORIZED_ACCESS_ATTEMPT": ("USER", "SECURITY", "HIGH"),
    "ACCESS_OUTSIDE_JURISDICTION": ("USER", "ACCESS_VIOLATION", "HIGH"),
    "API_KEY_INVALID": ("POS", "SECURITY", "HIGH"),
    "TOKEN_INVALID": ("SESSION", "SECURITY", "HIGH"),
    "TOKEN_EXPIRED": ("SESSION", "SECURITY", "LOW"),
    "CREATE_USER": ("USER", "NORMAL", "MEDIUM"),
    "UPDATE_USER": ("USER", "NORMAL", "MEDIUM"),
    "SUSPEND_USER": ("USER", "NORMAL", "MEDIUM"),
    "CHANGE_ROLE": ("USER", "NORMAL", "MEDIUM"),
    "FORCE_LOGOUT": ("USER", "NORMAL", "MEDIUM"),
    "REQUEST_JURISDICTION_CHANGE": ("JURISDICTION_CHANGE", "NORMAL", "MEDIUM"),
    "APPROVE_JURISDICTION_CHANGE": ("JURISDICTION_CHANGE", "NORMAL", "MEDIUM"),
    "REJECT_JURISDICTION_CHANGE": ("JURISDICTION_CHANGE", "NORMAL", "MEDIUM"),
    "EDIT_BLOCKED_PENDING_APPROVAL": ("JURISDICTION_CHANGE", "SECURITY", "MEDIUM"),
    "CREATE_AGENT": ("AGENT", "NORMAL", "MEDIUM"),
    "UPDATE_AGENT": ("AGENT", "NORMAL", "MEDIUM"),
    "CREATE_POS": ("POS", "NORMAL", "MEDIUM"),
    "BLOCK_POS": ("POS", "NORMAL", "MEDIUM"),
    "ROTATE_API_KEY": ("POS", "NORMAL", "MEDIUM"),
    "CREATE_MERCHANT": ("MERCHANT", "NORMAL", "MEDIUM"),
    "UPDATE_MERCHANT": ("MERCHANT", "NORMAL", "MEDIUM"),
    "CREATE_MARKET": ("MARKET", "NORMAL", "MEDIUM"),
    "UPDATE_MARKET": ("MARKET", "NORMAL", "MEDIUM"),
    "TRANSACTION_CREATED": ("TRANSACTION", "NORMAL", "INFO"),
    "TRANSACTION_FAILED": ("TRANSACTION", "NORMAL", "LOW"),
    "TRANSACTION_CANCELLED": ("TRANSACTION", "NORMAL", "MEDIUM"),
    "RECEIPT_PRINTED": ("RECEIPT", "NORMAL", "INFO"),
    "RECEIPT_REPRINTED": ("RECEIPT", "NORMAL", "MEDIUM"),
    "SYSTEM_JOB_RUN": ("JOB", "NORMAL", "INFO"),
    "DATA_SYNC": ("JOB", "NORMAL", "INFO"),
    "OFFLINE_SYNC": ("JOB", "NORMAL", "INFO"),
    "SYSTEM_ERROR": ("JOB", "SYSTEM_ERROR", "HIGH"),
    "DATABASE_ERROR": ("JOB", "SYSTEM_ERROR", "HIGH"),
}

READ = ("NORMAL", "INFO")
_CHANGE = ("NORMAL", "MEDIUM")

FURTHER: dict[str, tuple[str, str]] = {
    "SESSION_REFRESHED": ("NORMAL", "INFO"),
    "CREATE_ORDER": _CHANGE,
    "ARCHIVE_ORDER": _CHANGE,
    "CREATE_CONTRACT": _CHANGE,
    "CANCEL_CONTRACT": _CHANGE,
    "ARCHIVE_CONTRACT": _CHANGE,
    "CREATE_LINKAGE": _CHANGE,
    "PUBLISH_PRICE": _CHANGE,
    "SETTLE_CONTRACT": _CHANGE,
    "TAKE_SNAPSHOT": _CHANGE,
    "RUN_WHAT_IF": READ,
    "ALERT_UPDATED": _CHANGE,
    "ACTOR_UNBLOCKED": _CHANGE,
    "EXPORT_AUDIT": READ,
    "DEEP_SEARCH_AUDIT": READ,
}
"""Type and severity, by the same pattern, of what is not among the commissioned ones."""


def grade_of(code: str) -> tuple[str, str]:
    """Type and severity."""
    return FURTHER[code] if code in FURTHER else SPECIFIED[code][1:]
