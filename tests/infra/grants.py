"""Reads from the templates who may do what."""

from collections import defaultdict
from typing import Any

from tests.infra.synthesis import Synthesis, place

Held = dict[str, set[str]]


class Grants:
    """Every Allow of every role, with the ARNs of the template turned into places such as `tables/events`."""

    def __init__(self, stage: Synthesis) -> None:
        self._places: dict[str, str] = {}
        self._exports: dict[str, str] = {}
        for template in (stage.stateful.to_json(), stage.stateless.to_json()):
            for name, resource in template["Resources"].items():
                self._places[name] = place(resource)
        for output in stage.stateful.to_json()["Outputs"].values():
            if "Export" in output:
                self._exports[output["Export"]["Name"]] = self._read(output["Value"])
        self.by_role = self._collect(stage)

    def of(self, function: str) -> Held:
        """What a function's role holds: actions by place."""
        return self.by_role[f"{function}/Role"]

    def holders(self, place_: str, action: str) -> set[str]:
        """The roles that hold an action on a place."""
        return {role for role, held in self.by_role.items() if action in held.get(place_, set())}

    def name_of(self, role: Any) -> str:
        """The role that a policy is attached to."""
        return self._read(role)

    def _collect(self, stage: Synthesis) -> dict[str, Held]:
        by_role: dict[str, Held] = {}
        for role in stage.all("AWS::IAM::Role"):
            inline = role["Properties"].get("Policies", [])
            assert inline == [], "grants are read from attached policies only"
            by_role[place(role)] = defaultdict(set)
        for policy in stage.all("AWS::IAM::Policy"):
            for role in policy["Properties"]["Roles"]:
                self._add(by_role[self._read(role)], policy["Properties"]["PolicyDocument"]["Statement"])
        return by_role

    def _add(self, held: Held, statements: list[dict[str, Any]]) -> None:
        for statement in statements:
            assert statement["Effect"] == "Allow"
            assert not {"NotAction", "NotResource"} & statement.keys()
            for resource in _listed(statement["Resource"]):
                held[self._read(resource)] |= set(_listed(statement["Action"]))

    def _read(self, value: Any) -> str:
        match value:
            case str():
                return value
            case {"Ref": name}:
                return name if name.startswith("AWS::") else self._places[name]
            case {"Fn::GetAtt": [name, "StreamArn"]}:
                return f"{self._places[name]}/stream"
            case {"Fn::GetAtt": [name, _]}:
                return self._places[name]
            case {"Fn::ImportValue": export}:
                return self._exports[export]
            case {"Fn::Join": ["", parts]}:
                return "".join(self._read(part) for part in parts)
        raise ValueError(f"unknown form of a resource: {value}")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
