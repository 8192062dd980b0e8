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
    PRODUCER = "PRODUCER"


PERSONS = tuple(role for role in Role if role is not Role.PRODUCER)
"""Everybody who logs in; a producer is a machine with an API key."""

OF_ENTITIES = frozenset({Role.AGENT, Role.MERCHANT})
"""The roles of accounts that are made together with the agent or merchant whose they are."""

_OF_A_DISTRICT = frozenset({Role.FUNCIONARIO, *OF_ENTITIES})
_OF_A_PROVINCE = _OF_A_DISTRICT | {Role.SUPERVISOR}


def lacks_jurisdiction(role: Role, province: str | None, district: str | None) -> bool:
    """Whether a person of this role could be held to no place: field roles have a district, supervisors a province."""
    return (role in _OF_A_PROVINCE and province is None) or (role in _OF_A_DISTRICT and district is None)
