"""What a deep search finds is what the selection finds in what is compacted, through every fault on the way."""

import gzip
import json
from dataclasses import replace

import pytest

from lacre.aws.athena_archive import TRIES
from lacre.deep_searching.read_found import ReadFound
from lacre.exporting.places import MOST_AT_ONCE
from lacre.exporting.work_off import MAXIMUM_ATTEMPTS
from lacre.model.event import checksum
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.refusal import Ground, Refusal
from lacre.ports.deep_searches import PAGE_EVENTS, DeepSearch, Found
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.exports import ExportState
from lacre.ports.rows import StoredRow
from lacre.tlog.hashing import leaf_hash
from tests.fakes.athena import refused
from tests.fakes.drafts import agent_created
from tests.unit.deep_searching.working import DeepWorking

AWKWARD = replace(agent_created(7), entity_id="it's", after={"name": "Ação"}, ip_address="2001:db8::7")


@pytest.fixture
def working() -> DeepWorking:
    return DeepWorking()


def done(working: DeepWorking, search: DeepSearch) -> DeepSearch:
    ended = working.work_off(search.id)
    assert ended is not None
    assert (ended.state, ended.error) == (ExportState.DONE, None)
    assert working.jobs.rows[search.id] == ended
    return ended


def code(working: DeepWorking, search: DeepSearch) -> str:
    ended = working.work_off(search.id)
    assert ended is not None
    assert ended.error is not None
    assert working.told[-1] == ("FAILED", search.id)
    return ended.error.code


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(Filters(entity_id="it's"), "IT'S"),
        Selection(Filters(ip=address_filter("2001:db8::/64"))),
        Selection(Filters(), "CREATED the agent a-1"),
        Selection(Filters(actor_id="u-none")),
    ],
)
def test_it_finds_what_the_selection_finds(working: DeepWorking, selection: Selection) -> None:
    events = [*working.agents(12), *working.compacted(AWKWARD)]
    unsealed = working.recorder.record([agent_created(1)])
    search = done(working, working.ask(selection))
    expected = [
        one.event.header.id for one in events if selection.match(one.event.header, json.loads(one.event.body_bytes))
    ]
    assert working.ids(search) == sorted(expected)
    assert unsealed[0].event.header.id not in expected
    assert search.found == Found(len(expected), len(expected), 4096, events[-1].event.header.recorded_at)
    assert (search.tree_size, working.told) == (13, [("SUCCEEDED", search.id)])


def test_more_than_is_looked_at_is_told_with_the_moment_from_which_all_is_there() -> None:
    working = DeepWorking(most=5)
    events = working.agents(9)
    search = done(working, working.ask())
    assert working.ids(search) == [one.event.header.id for one in events[4:]]
    assert search.found is not None
    assert (search.found.count, search.found.since) == (5, events[4].event.header.recorded_at)
    rest = done(working, working.ask(Selection(Filters(end=search.found.since))))
    assert working.ids(rest) == [one.event.header.id for one in events[:4]]
    assert rest.found is not None
    assert rest.found.since is None


def test_a_row_that_was_changed_or_taken_away_is_found_as_it_was_sealed(working: DeepWorking) -> None:
    first, second, third = (one.event for one in working.agents(3))
    forged = StoredRow(first.header.id, first.header_bytes.decode().replace("a-0", "a-9"), "{}", "receipt")
    body = StoredRow(third.header.id, third.header_bytes.decode(), third.body_bytes.decode().replace("Ana", "Eva"), "")
    working.rows.changed = {first.header.id: forged, second.header.id: None, third.header.id: body}
    search = done(working, working.ask(Selection(Filters(), "ana clerk")))
    assert working.ids(search) == [one.header.id for one in (first, second, third)]


def forge(working: DeepWorking, **fields: object) -> None:
    """Change the first line of the file that compaction wrote."""
    ((path, content),) = working.compaction.files.files.items()
    lines = [json.loads(line) for line in gzip.decompress(content).splitlines()]
    lines[0].update(fields)
    working.compaction.files.files[path] = gzip.compress("\n".join(map(json.dumps, lines)).encode())


UNKNOWN = "0194a000-0000-7000-8000-0000000000ff"


@pytest.mark.parametrize("field", ["leaf", "leaf_hash"])
def test_a_file_that_was_changed_hides_no_event_that_it_names(working: DeepWorking, field: str) -> None:
    """By its id it still is an event of the log, as a row or in the archive."""
    events = working.agents(3)
    forge(working, **{field: {"leaf": 2, "leaf_hash": "00" * 32}[field]})
    assert working.ids(done(working, working.ask())) == [one.event.header.id for one in events]


@pytest.mark.parametrize("fields", [{"id": UNKNOWN}, {"id": "no id"}, {"id": None}, {"leaf": -1}, {"leaf": "2.5"}])
def test_a_line_that_names_no_event_of_the_log_ends_the_search(working: DeepWorking, fields: dict[str, object]) -> None:
    working.agents(3)
    forge(working, **fields)
    assert code(working, working.ask(Selection(Filters(action="CREATE_AGENT")))) == "LOG_DAMAGED"


@pytest.mark.parametrize("is_new", [True, False])
def test_file_and_row_that_were_forged_together_show_no_event_that_was_not_sealed(
    working: DeepWorking, *, is_new: bool
) -> None:
    """An event of their own making, or another one under the id of one that was sealed."""
    sealed = [one.event for one in working.agents(3)]
    event_id = UNKNOWN if is_new else sealed[0].header.id
    body = sealed[0].body_bytes.replace(b"Ana", b"Eva")
    header = replace(sealed[0].header, id=event_id, entity_id="a-forged", checksum=checksum(body))
    working.rows.changed = {event_id: StoredRow(event_id, header.encode().decode(), body.decode(), "receipt")}
    forge(working, **json.loads(header.encode()), leaf_hash=leaf_hash(header.encode()).hex())
    if is_new:
        assert code(working, working.ask()) == "LOG_DAMAGED"
        return
    done(working, working.ask())
    found = [header for _, headers in sorted(working.pages.pages.items()) for header in headers]
    assert found == [one.header for one in sealed]
    forged = done(working, working.ask(Selection(Filters(entity_id="a-forged"))))
    assert forged.found is not None
    assert (forged.found.count, forged.found.looked_at) == (0, 1)


def test_a_crash_between_any_two_steps_comes_to_the_same(working: DeepWorking) -> None:
    events = working.agents(4)
    search = working.ask()

    def killed(_: DeepSearch) -> Found:
        working.search_archive(working.jobs.rows[search.id])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(working.work_off, write=killed)(search.id)
    working.agents(3)
    ended = done(working, search)
    # The same query, of the leaves that there were at first; compaction went on.
    assert (list(working.athena.started), ended.tree_size, ended.attempts) == ([f"{search.id}-0"], 4, 2)
    assert working.ids(ended) == [one.event.header.id for one in events]
    assert working.work_off(search.id) == ended
    assert working.told == [("SUCCEEDED", search.id)]


def test_what_breaks_off_each_time_is_given_up(working: DeepWorking) -> None:
    working.agents(2)
    search = working.ask()

    def away(_: DeepSearch) -> Found:
        raise StoreUnavailableError("away")

    for _ in range(MAXIMUM_ATTEMPTS):
        with pytest.raises(StoreUnavailableError):
            replace(working.work_off, write=away)(search.id)
    assert code(working, search) == "GAVE_UP"


def test_before_anything_is_compacted_there_is_nothing_to_search(working: DeepWorking) -> None:
    assert code(working, working.ask()) == "NOTHING_COMPACTED"


@pytest.mark.parametrize(
    ("states", "reason", "expected"),
    [
        (["RUNNING"], "", "TOO_SLOW"),
        (["QUEUED", "CANCELLED"], "Query cancelled! : Bytes scanned limit was exceeded", "TOO_MUCH"),
        (["FAILED"], "HIVE_CURSOR_ERROR", "QUERY_FAILED"),
    ],
)
def test_a_query_that_fails_ends_the_search_with_its_reason(
    working: DeepWorking, states: list[str], reason: str, expected: str
) -> None:
    working.agents(2)
    working.athena.states, working.athena.reason = states, reason
    search = working.ask()
    assert code(working, search) == expected
    assert working.athena.stopped == ([f"{search.id}-0"] if expected == "TOO_SLOW" else [])
    assert list(working.athena.started) == [f"{search.id}-0"]
    assert not working.pages.pages


@pytest.mark.parametrize("failing", [1, TRIES - 1, TRIES])
def test_a_query_that_fails_for_a_reason_that_passes_is_asked_again_under_another_token(
    working: DeepWorking, failing: int
) -> None:
    """Under its own it would fail without being run."""
    working.agents(2)
    search = working.ask()
    working.athena.failing = {f"{search.id}-{number}" for number in range(failing)}
    if failing == TRIES:
        assert code(working, search) == "QUERY_FAILED"
    else:
        assert len(working.ids(done(working, search))) == 2
    assert list(working.athena.started) == [f"{search.id}-{number}" for number in range(min(failing + 1, TRIES))]


def test_before_anything_is_paid_for_the_last_leaf_is_read(working: DeepWorking) -> None:
    working.agents(2)
    working.sealing.archive.objects.clear()
    assert code(working, working.ask()) == "LOG_DAMAGED"
    assert not working.athena.started


@pytest.mark.parametrize("refusal", ["InvalidRequestException", "TooManyRequestsException"])
def test_athena_that_refuses_a_query_fails_it_and_one_that_is_busy_has_it_come_again(
    working: DeepWorking, monkeypatch: pytest.MonkeyPatch, refusal: str
) -> None:
    working.agents(2)
    search = working.ask()

    def refusing(**_: object) -> None:
        raise refused(refusal, "StartQueryExecution")

    with monkeypatch.context() as patch:
        patch.setattr(working.athena, "start_query_execution", refusing)
        if refusal == "InvalidRequestException":
            assert code(working, search) == "QUERY_FAILED"
            return
        with pytest.raises(StoreUnavailableError):
            working.work_off(search.id)
    done(working, search)


def test_nobody_has_more_than_a_few_under_way(working: DeepWorking) -> None:
    working.agents(2)
    first = working.ask()
    for _ in range(MOST_AT_ONCE - 1):
        working.ask()
    with pytest.raises(Refusal) as refusal:
        working.ask()
    assert (refusal.value.ground, refusal.value.reason.code) == (Ground.QUOTA_SPENT, "TOO_MANY_DEEP_SEARCHES")
    assert len(working.queue.job_ids) == MOST_AT_ONCE
    working.work_off(first.id)
    working.ask()


@pytest.mark.parametrize("limit", [1, 7, PAGE_EVENTS])
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_of_any_size_give_all_of_it_once_in_either_order(
    working: DeepWorking, limit: int, *, ascending: bool
) -> None:
    events = working.agents(2 * PAGE_EVENTS + 3 if limit > 1 else 3)
    search, read_found = done(working, working.ask()), ReadFound(working.pages, working.trail.clock)
    page = read_found(search, None, limit, ascending=ascending)
    found = [*page.items]
    while page.next is not None:
        page = read_found(search, page.next, limit, ascending=ascending)
        assert 0 < len(page.items) <= limit
        found += page.items
    expected = [one.event.header for one in events]
    assert found == (expected if ascending else expected[::-1])
    for cursor in ("", "x", "asc-0", "asc-003", f"asc-{len(events)}", "desc-1" if ascending else "asc-1", "asc-٣"):
        with pytest.raises(Refusal, match="BAD_CURSOR"):
            read_found(search, cursor, limit, ascending=ascending)
