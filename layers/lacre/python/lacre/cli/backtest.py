"""`lacre backtest`: what a rule would have raised over a copy of the archive, beside what was raised. Offline.

With --explain it tells of one group instead whether the rule fires in it, and else how near it came and why not.

Exit codes: 0 it ran (with --same: and both are alike), 1 they differ (with --same alone), 2 it could not run.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lacre.archive_reading.following import has_its_body
from lacre.cli.keys import verifier_key
from lacre.detection.backtest import Comparison, FoundAlert, backtest, explain_group
from lacre.detection.bundle import BrokenBundleError, load_bundle
from lacre.detection.matching import BrokenRuleError
from lacre.detection.named_group import BadGroupError, group_named
from lacre.detection.replaying import RuleRaisedError
from lacre.detection.rule import Rule
from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.sealing.rebuilding import CopiedArchive, UnprovenLogError, proven_batches
from lacre.verifying.source import SourceError, open_copy

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

    from lacre.tlog.note import VerifierKey

_DIFFERS, _FAILED = 1, 2
_LAST_MS = moment.to_milliseconds("9999-12-31T23:59:59.999Z")


class _NoRuleError(Exception):
    """There is no such rule, or it is not sound."""


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = commands.add_parser("backtest", help="run a rule over a copy of the archive", description=__doc__)
    parser.add_argument("rule", metavar="RULE", help="a rule of the bundle by its name, or the file of one (*.yml)")
    parser.add_argument("copy", type=Path, metavar="COPY", help="directory or zip file made by `lacre archive copy`")
    parser.add_argument("--key", required=True, type=verifier_key, metavar="VKEY|@FILE", help="the log's first key")
    parser.add_argument(
        "--from", dest="since", type=_moment, default=0, metavar="TIME", help="2026-11-22, or 2026-11-22T09:00"
    )
    parser.add_argument("--to", dest="until", type=_moment, default=_LAST_MS, metavar="TIME", help="not included")
    parser.add_argument("--zone", default="UTC", metavar="NAME", help="of the stage's trading hours (IANA)")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--same", action="store_true", help="end with 1 unless replay and log are alike")
    shown.add_argument("--explain", metavar="GROUP", help="why a group fired, or did not; as its line shows it: JSON")
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    try:
        rule = _rule(given.rule, given.zone)
        with open_copy(given.copy) as copy:
            if given.explain is not None:
                return _explain(rule, _events(copy, given.key), given)
            comparison = backtest(rule, _events(copy, given.key), given.since, given.until - 1)
    except (
        _NoRuleError,
        BadGroupError,
        UnprovenLogError,
        SourceError,
        RuleRaisedError,
        NotCanonicalError,
        OSError,
    ) as error:
        print(f"the rule was not run: {error}", file=sys.stderr)
        return _FAILED
    _tell(rule, comparison)
    return _DIFFERS if given.same and not comparison.agrees else 0


def _explain(rule: Rule, events: Iterator[Subject], given: argparse.Namespace) -> int:
    group = group_named(rule, given.explain)
    if given.since:
        print("a group is explained from its first event on: --from has no meaning here", file=sys.stderr)
        return _FAILED
    explanation = explain_group(rule, events, group, given.until - 1)
    print(f"{rule.name}: {rule.windowing.kind.told()}, {group.text}")
    print(explanation.sentence)
    for arrival in explanation.events:
        print(f"  {moment.to_text(arrival.at)}  {arrival.id}")
    return 0


def _rule(named: str, zone: str) -> Rule:
    if named.endswith(".yml"):
        return _compiled(Path(named), zone)
    try:
        found = [rule for rule in load_bundle(zone).rules if rule.name == named]
    except BrokenBundleError as error:
        raise _NoRuleError(str(error)) from error
    if not found:
        raise _NoRuleError(f"the bundle has no rule {named}")
    return found[0]


def _compiled(path: Path, zone: str) -> Rule:
    # Imported here: pySigma is needed for a rule's file alone.
    from lacre.detection.authoring.compiler import compile_rule
    from lacre.detection.authoring.source import RuleError, read_source
    from lacre.detection.rule_reading import read_rule

    try:
        return read_rule(compile_rule(read_source(path)), zone)
    except (RuleError, BrokenRuleError, OSError) as error:
        raise _NoRuleError(str(error)) from error


def _events(copy: CopiedArchive, key: "VerifierKey") -> Iterator[Subject]:
    for batch in proven_batches(copy, key):
        for line in batch.lines:
            header = Header.decode(line.header)
            if not has_its_body(line, header.checksum):
                raise UnprovenLogError(f"the body of event {header.id} is not the one that its header names")
            yield Subject(header, line.body)


def _tell(rule: Rule, comparison: Comparison) -> None:
    print(f"{rule.name}: {comparison.read} events, up to {moment.to_text(comparison.known)}")
    for word, alerts in (
        ("both", comparison.same),
        ("replay only", comparison.only_replayed),
        ("log only", comparison.only_raised),
    ):
        _list(word, alerts)
    same, replayed, raised = map(len, (comparison.same, comparison.only_replayed, comparison.only_raised))
    print(f"{same + replayed} would be raised, {same + raised} were: {same} the same")
    if not rule.is_live:
        print("the rule is in shadow: it raises nothing yet")


def _list(word: str, alerts: Sequence[FoundAlert]) -> None:
    for alert in alerts:
        when = moment.to_text(alert.window_end)
        print(f"{word:11}  {when}  {alert.alert_id}  {alert.group}  {alert.count} events")


def _moment(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 date or time in UTC."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("not a date or a time") from None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return int(parsed.timestamp() * 1000)
