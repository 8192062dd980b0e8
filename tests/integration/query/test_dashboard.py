"""The dashboard of the query function as it is deployed, on a golden request: what the sweep counted, and the rest."""

from dataclasses import replace

from identity.model.role import Role
from lacre.aws.summaries_table import SummariesTable
from lacre.model import moment
from lacre.ports.summaries import HOUR_MS, Quarantined, Ranking, Summary
from lacre.summarising.lanes import hour_of, start_of
from tests.integration.query.conftest import Query


def dashboard(query: Query, role: Role = Role.AUDITOR) -> str:
    answer = query.call("query_dashboard", role)
    assert answer.status == 200
    return answer.body


def test_what_was_counted_and_what_is_counted_now(query: Query) -> None:
    query.seal()
    recorded_at = moment.to_milliseconds(query.events[-1].event.header.recorded_at)
    before = recorded_at - 3 * HOUR_MS
    kept = SummariesTable(query.aws.dynamodb, "counters")
    ranks = Ranking((("POS-7", 90), ("POS-8", 10)))
    counted = Summary(hour_of(before), start_of(hour_of(before + HOUR_MS)), events=100, severity={"INFO": 100})
    kept.keep(replace(counted, outcome={"SUCCEEDED": 60, "DENIED": 40}, actors=ranks))
    kept.note_quarantined(Quarantined(recorded_at, 0, None, is_all=True))
    page = dashboard(query)
    # The log began with the three events of the fixture: of hours before that, only what is kept counts.
    assert "<b>103</b> events" in page
    assert "<b>40</b> denials" in page
    assert "POS-7" in page
    assert "It covers 3 events." in page
    assert [one.action for one in query.recorded] == ["SEARCH_AUDIT"]


def test_a_fresh_stage_and_a_lost_table(query: Query) -> None:
    assert "No comparison was run yet." in dashboard(query)
    query.aws.dynamodb.delete_table(TableName="counters")
    page = dashboard(query)
    assert "This part cannot be read now" in page
    assert "No alert was raised yet." in page


def test_who_may_not_see_it(query: Query) -> None:
    answer = query.call("query_dashboard", Role.FUNCIONARIO)
    assert (answer.status, "Health" in answer.body) == (403, False)
    assert [one.action for one in query.recorded] == ["UNAUTHORIZED_ACCESS_ATTEMPT"]
