"""`lacre rules check|test|compile`: the rules at a desk and in CI. Needs the development requirements."""

import argparse
import sys
from typing import TYPE_CHECKING

from lacre.detection.bundle import BUNDLE_PATH

if TYPE_CHECKING:
    from lacre.detection.authoring.samples import SampleResult


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("rules", help="check, test and compile the detection rules")
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("check", help="are the rules sound, and is the bundle theirs?").set_defaults(run=_check)
    steps.add_parser("test", help="run the rules' samples").set_defaults(run=_test)
    steps.add_parser("compile", help="write the bundle").set_defaults(run=_compile)


def _check(_: argparse.Namespace) -> int:
    text = _compiled()
    if text is None:
        return 1
    if not BUNDLE_PATH.exists() or BUNDLE_PATH.read_text("utf-8") != text:
        print(f"{BUNDLE_PATH.name} is not that of the rules: run `lacre rules compile`", file=sys.stderr)
        return 1
    print(f"{BUNDLE_PATH.name} is that of the rules")
    return 0


def _test(_: argparse.Namespace) -> int:
    # Imported here because no function, and no user of the other commands, has pySigma.
    from lacre.detection.authoring.samples import run_samples
    from lacre.detection.authoring.source import RuleError, read_sources

    try:
        results = [result for source in read_sources() for result in run_samples(source)]
    except RuleError as error:
        print(error, file=sys.stderr)
        return 1
    for result in results:
        print(_line(result))
    return 0 if all(result.is_good for result in results) else 1


def _compile(_: argparse.Namespace) -> int:
    text = _compiled()
    if text is None:
        return 1
    BUNDLE_PATH.write_text(text, "utf-8")
    print(f"wrote {BUNDLE_PATH.name}")
    return 0


def _compiled() -> str | None:
    from lacre.detection.authoring.compiler import compile_bundle
    from lacre.detection.authoring.source import RuleError, read_sources

    try:
        return compile_bundle(read_sources())
    except RuleError as error:
        print(error, file=sys.stderr)
        return None


def _line(result: "SampleResult") -> str:
    verdict = "ok  " if result.is_good else "FAIL"
    wrong = f" ({result.flaw})" if result.flaw else ""
    return f"{verdict} {result.rule}: {result.name}: {result.found} of {result.expected} alerts{wrong}"
