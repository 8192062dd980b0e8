"""Selections against headers, compiled from Sigma by the real compiler."""

import pytest
from sigma.rule import SigmaRule

from lacre.detection.authoring.selections import UnsupportedSelectionError, compiled_condition
from lacre.detection.matching import BrokenRuleError, read_selection
from lacre.detection.subject import Subject
from tests.unit.detection.worlds import failed_login

RULE = """
title: A test
logsource: {{product: lacre, category: audit}}
detection:
  one: {one}
  two: {two}
  condition: {condition}
"""


def matches(one: str, condition: str = "one", two: str = "{action: NONE}", **fields: object) -> bool:
    sigma = SigmaRule.from_yaml(RULE.format(one=one, two=two, condition=condition))
    node = compiled_condition(sigma.detection.parsed_condition[0].parsed)
    return read_selection(node).matches(Subject(failed_login(1, 0, **fields)))  # type: ignore[arg-type]  # header fields


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("{action: LOGIN_FAILED}", True),
        ("{action: login_failed}", True),
        ("{action|cased: login_failed}", False),
        ("{action|cased: LOGIN_FAILED}", True),
        ("{action: LOGIN}", False),
        ("{action: [LOGOUT, LOGIN_FAILED]}", True),
        ("{action: LOGIN_*}", True),
        ("{action: LOGIN_FAILE?}", True),
        ("{action: LOGIN_FAILED?}", False),
        ("{action|contains: GIN_}", True),
        ("{action|startswith: [LOGOUT, LOGIN]}", True),
        ("{action|endswith: LOGIN}", False),
        ("{action|contains|all: [LOG, FAIL]}", True),
        ("{action|contains|all: [LOG, OUT]}", False),
        ("{action|cased|contains: gin}", False),
        ("{ip_address: 192.0.2.1}", True),
        ("{ip_address: 192x0.2.1}", False),
        ("{schema: 1}", True),
        ("{schema: 2}", False),
        ("{session_id: null}", True),
        ("{action: null}", False),
        ("{session_id|exists: false}", True),
        ("{action|exists: true}", True),
        ("{session_id: something}", False),
        ("{session_id: '*'}", False),
        ("{action: LOGIN_FAILED, outcome: FAILED}", False),
        ("[{action: LOGOUT}, {outcome: DENIED}]", True),
    ],
)
def test_one_selection(selection: str, *, expected: bool) -> None:
    assert matches(selection) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("one and not two", True),
        ("one and two", False),
        ("one or two", True),
        ("not one", False),
        ("1 of *", True),
        ("all of them", False),
        ("not (one and two)", True),
    ],
)
def test_conditions(condition: str, *, expected: bool) -> None:
    assert matches("{action: LOGIN_FAILED}", condition, "{outcome: SUCCEEDED}") is expected


def test_an_escaped_wildcard_is_a_letter() -> None:
    assert matches(r"{entity_id: '\*'}", account="*")
    assert not matches(r"{entity_id: '\*'}", account="anything")


@pytest.mark.parametrize(
    "selection",
    [
        "{action|re: 'LOGIN.*'}",
        "{no_such_field: 1}",
        "[a keyword]",
        "{schema|gte: 1}",
        "{ip_address|cidr: 192.0.2.0/24}",
    ],
)
def test_what_the_detector_does_not_evaluate_is_refused(selection: str) -> None:
    with pytest.raises(UnsupportedSelectionError):
        matches(selection)


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"all": []},
        {"field": "nothing", "exists": True},
        {"field": "action", "equals": "x"},
        {"field": "action", "like": [["."]], "cased": True},
        {"not": []},
        {"any": ["x"]},
    ],
)
def test_a_broken_selection_is_not_read(node: dict[str, object]) -> None:
    with pytest.raises(BrokenRuleError):
        read_selection(node)
