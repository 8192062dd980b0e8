"""What a rule has that does not say it. docs/detection.md tells the same."""

from typing import Any

from lacre.detection.authoring.source import milliseconds
from lacre.model.action import action

LATENESS = "5m"
ACTION = "SUSPICIOUS_BEHAVIOR_DETECTED"
DETECTED = ("MULTIPLE_FAILED_LOGINS", "ID_ENUMERATION_ATTEMPT", ACTION)
"""What a finding may be recorded as: the catalogue's codes of the detector, each CRITICAL."""


def figures(own: dict[str, Any], timespan_ms: int) -> dict[str, int]:
    """The times of a rule in milliseconds: less than timespan + lateness would lose events."""
    lateness_ms = milliseconds(own.get("lateness", LATENESS))
    reach = timespan_ms + lateness_ms
    return {
        "timespan_ms": timespan_ms,
        "lateness_ms": lateness_ms,
        "suppression_ms": milliseconds(own["suppression"]) if "suppression" in own else reach,
        "retention_ms": milliseconds(own["retention"]) if "retention" in own else reach,
    }


def recorded_as(own: dict[str, Any]) -> dict[str, str]:
    """Action and severity of the finding. Raises ValueError where they do not fit the catalogue."""
    code = own.get("action", ACTION)
    if code not in DETECTED:
        raise ValueError(f"x-lacre/action: {code} is none of the detector's: {', '.join(DETECTED)}")
    severity = action(code).severity.value
    if own.get("severity", severity) != severity:
        raise ValueError(f"x-lacre/severity: the catalogue gives {code} the severity {severity}")
    return {"action": code, "severity": severity}
