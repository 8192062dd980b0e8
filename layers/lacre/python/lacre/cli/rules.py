"""`lacre rules check|test|compile`: the rules at a desk and in CI. Needs the development requirements.

Exit codes: 0 all is well, 1 a rule, a sample or the bundle is not, 2 the command was not understood.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lacre.detection.bundle import BUNDLE_PATH

if TYPE_CHECKING:
    from lacre.detection.authoring.samples import SampleResult
    from lacre.detection.authoring.source import Source

Made = TypeVar("Made")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("rules", help="check, test and compile the detection rules")
    steps = parser.add_subparsers(dest="step", required=True)
    for name, run, told in (
        ("check", _check, "are the rules sound, and is the bundle theirs?"),
        ("test", _test, "run the rules' samples"),
        ("compile", _compile, "write the bundle"),
    ):
        step = steps.add_parser(name, help=told, description=told)
        step.add_argument("--rules", type=Path, metavar="FOLDER", help="the rules of another folder")
        if name == "compile":
            step.add_argument(
                "--bundle", type=Path, metavar="FILE", help="where to write; with --rules it has to be said"
            )
        step.set_defaults(run=run)


def _check(given: argparse.Namespace) -> int:
    from lacre.detection.authoring.compiler import compile_bundle
    from lacre.detection.authoring.summary import summary_of

    sources, wrong = _read(given.rules)
    lines, unsound = _each(sources, summary_of)
    for line in lines:
        print(line)
    if wrong + unsound or not sources:
        return _told_wrong(wrong + unsound)
    return 0 if given.rules is not None else _bundle_verdict(compile_bundle(sources))


def _bundle_verdict(text: str) -> int:
    if not BUNDLE_PATH.exists() or BUNDLE_PATH.read_text("utf-8") != text:
        print(f"{BUNDLE_PATH.name} is not that of the rules: run `lacre rules compile`", file=sys.stderr)
        return 1
    print(f"{BUNDLE_PATH.name} is that of the rules")
    return 0


def _test(given: argparse.Namespace) -> int:
    # Imported here because no function, and no user of the other commands, has pySigma.
    from lacre.detection.authoring.samples import run_samples

    sources, wrong = _read(given.rules)
    results, unsound = _each(sources, run_samples)
    for of_rule in results:
        print(of_rule[0].rule)
        print("\n".join(_line(result) for result in of_rule))
    bad = sum(not result.is_good for of_rule in results for result in of_rule)
    print(f"{_counted(len(results), 'rule')}, {_counted(sum(map(len, results)), 'sample')}, {bad} wrong")
    if wrong + unsound or not sources:
        return _told_wrong(wrong + unsound)
    return 1 if bad else 0


def _compile(given: argparse.Namespace) -> int:
    from lacre.detection.authoring.compiler import compile_bundle
    from lacre.detection.authoring.source import RuleError

    if given.rules is not None and given.bundle is None:
        print("say with --bundle where to write: the released bundle is of the released rules", file=sys.stderr)
        return 2
    sources, wrong = _read(given.rules)
    if wrong or not sources:
        return _told_wrong(wrong)
    path: Path = given.bundle or BUNDLE_PATH
    try:
        path.write_text(compile_bundle(sources), "utf-8")
    except RuleError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {path.name}: {_counted(len(sources), 'rule')}")
    return 0


def _read(folder: Path | None) -> tuple[list["Source"], int]:
    """The sources that can be read, and how many cannot."""
    from lacre.detection.authoring.source import RULES, read_source

    paths = sorted((folder or RULES).glob("*.yml"))
    if not paths:
        print("there are no rules in this folder", file=sys.stderr)
    return _each(paths, read_source)


def _each(given: Sequence[object], make: Callable[..., Made]) -> tuple[list[Made], int]:
    """What is made of each, and how many were refused: all are told of, not the first alone."""
    from lacre.detection.authoring.source import RuleError

    made: list[Made] = []
    for one in given:
        try:
            made.append(make(one))
        except RuleError as error:
            print(error, file=sys.stderr)
    return made, len(given) - len(made)


def _told_wrong(count: int) -> int:
    if count:
        print(f"{_counted(count, 'rule')} not accepted", file=sys.stderr)
    return 1


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _line(result: "SampleResult") -> str:
    verdict = "ok  " if result.is_good else "FAIL"
    wanted = "" if result.found == result.expected else f", expected {result.expected}"
    flaw = f" ({result.flaw})" if result.flaw else ""
    alerts = _counted(result.found, "alert")
    return f"  {verdict} {result.proves:<12} {result.name}: {alerts}{wanted}{flaw}"
