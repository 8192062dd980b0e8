"""Roles, and the jurisdiction that each must have."""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "ADMIN"
    AUDITOR = "AUDITOR"
    SUPERVISOR = "SUPERVISOR"
    FUNCIONARIO = "FUNCIONARIO"
    AGENT = "AGENT"
    MERCHANT = "MERCHANT"
    TRADER = "TRADER"
    RISK_MANAGER = "RISK_MANAGER"


EVERY_ROLE = tuple(Role)
_OF_A_DISTRICT = frozenset({Role.FUNCIONARIO, Role.AGENT, Role.MERCHANT})
_OF_A_PROVINCE = _OF_A_DISTRICT | {Role.SUPERVISOR}


def lacks_jurisdiction(role: Role, province: str | None, district: str | None) -> bool:
    """Whether a person of this role could be held to no place: field roles have a district, supervisors a province."""
    return (role in _OF_A_PROVINCE and province is None) or (role in _OF_A_DISTRICT and district is None)
