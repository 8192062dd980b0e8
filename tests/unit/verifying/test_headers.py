"""The header's expression accepts exactly what `Header.decode` does, which parses and writes anew."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lacre.model.header import MAXIMUM_BYTES, Header
from lacre.model.identifier import is_uuid
from lacre.model.moment import to_milliseconds
from lacre.model.vocabulary import Outcome
from lacre.verifying.headers import read_header
from tests.unit.verifying.archives import make_event

HEADER = make_event(0).header
FULL = replace(
    HEADER,
    attempted_action="CREATE_AGENT",
    actor_role="ADMIN",
    province="Zambézia",
    district='a "quoted" place',
    occurred_at="2024-02-29T23:59:59.999Z",
    session_id="s-1",
    causation_id=HEADER.id,
    outcome=Outcome.DENIED,
)


def is_header(stored: bytes) -> bool:
    try:
        return is_uuid(Header.decode(stored).id)
    except ValueError:
        return False


def changed(stored: bytes) -> Iterator[bytes]:
    """Each byte left out, doubled, or another."""
    for at in range(len(stored)):
        before, after = stored[:at], stored[at + 1 :]
        yield before + after
        for other in (stored[at : at + 1] * 2, b'"', b"\\", b"9", b"\x1f", b"\xc3"):
            yield before + other + after


@pytest.mark.parametrize("header", [HEADER, FULL], ids=["sparse", "full"])
def test_a_byte_changed_is_judged_as_by_parsing(header: Header) -> None:
    accepted = 0
    for one in changed(header.encode()):
        assert (read_header(one) is not None) == is_header(one), one
        accepted += is_header(one)
    assert accepted > 100  # texts may hold nearly anything


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        "\\",
        "\\\\u0041",
        "\b\t\n\f\r",
        "\x00\x0b\x1f\x7f\x80",
        "ã\u2028\uffff\U0001f600",
        "/",
        '","actor_id":"x',
    ],
)
def test_any_text_that_can_be_written_can_be_read(text: str) -> None:
    stored = replace(FULL, entity_id=text, district=text).encode()
    found = read_header(stored)
    assert found == (FULL.id, to_milliseconds(FULL.recorded_at), FULL.checksum)


@pytest.mark.parametrize(
    "moment",
    [
        "2023-02-29T00:00:00.000Z",
        "2024-13-01T00:00:00.000Z",
        "2024-01-01T24:00:00.000Z",
        "2024-01-01T00:60:00.000Z",
        "2024-01-01T00:00:60.000Z",
        "0000-01-01T00:00:00.000Z",
        "٢٠٢٤-01-01T00:00:00.000Z",
        "2024-01-01T00:00:00.00Z",
    ],
)
@pytest.mark.parametrize("field", ["recorded_at", "occurred_at"])
def test_a_time_that_is_none_is_refused(field: str, moment: str) -> None:
    changes = {field: moment}
    stored = replace(FULL, **changes).encode()  # type: ignore[arg-type] # names are checked at run time
    assert not is_header(stored)
    assert read_header(stored) is None


def test_the_largest_header() -> None:
    room = MAXIMUM_BYTES - len(replace(FULL, entity_id="").encode())
    stored = replace(FULL, entity_id="x" * room).encode()
    assert read_header(stored) is not None
    assert read_header(stored.replace(b"xx", b"xxx", 1)) is None


def test_a_time_before_1970_has_its_milliseconds() -> None:
    stored = replace(FULL, recorded_at="1969-12-31T23:59:59.001Z").encode()
    found = read_header(stored)
    assert found is not None
    assert found.recorded_at == -999
