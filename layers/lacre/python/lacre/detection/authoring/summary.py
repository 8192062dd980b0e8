"""A rule in one line, as an analyst reads it."""

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.source import Source
from lacre.detection.rule_reading import read_rule


def summary_of(source: Source) -> str:
    """Name, mode, condition, group, what follows, and what is excepted. Raises RuleError."""
    compiled = compile_rule(source)
    condition = read_rule(compiled).windowing.kind.told()
    groups = " and ".join(group["name"] for group in compiled["group_by"])
    response = compiled["response"]
    blocks = f", blocks the {response['block']} for {response['expiry_ms'] // 60_000} min" if response else ""
    excepted = "".join(f", excepted until {one['until']} by {one['owner']}" for one in source.own.get("exceptions", ()))
    return f"ok   {source.path.stem} ({compiled['mode']}): {condition}, by {groups}{blocks}{excepted}"
