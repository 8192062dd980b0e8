"""A file's bytes depend on its leaves alone, and hold header and body as they were sealed."""

import gzip
import json
from collections.abc import Sequence

from lacre.compacting.files import EventFile, files_of
from lacre.model import canonical
from lacre.tlog.batch import Line
from lacre.tlog.hashing import leaf_hash
from tests.fakes.drafts import events

SOME = [Line(one.event.header_bytes, one.event.body_bytes, one.receipt) for one in events(9)]


def files(held_bytes: int) -> Sequence[EventFile]:
    return list(files_of(enumerate(SOME, 100), held_bytes))


def rows(made: Sequence[EventFile]) -> list[bytes]:
    return [line for one in made for line in gzip.decompress(one.content).splitlines(keepends=True)]


def test_a_line_holds_header_and_body_verbatim() -> None:
    for index, (row, line) in enumerate(zip(rows(files(10**9)), SOME, strict=True), 100):
        place = f'{{"leaf":{index},"leaf_hash":"{leaf_hash(line.header).hex()}",'.encode()
        assert row.startswith(place + line.header[1:-1] + b',"body":' + line.body + b',"folded":"')
        assert list(json.loads(row))[:2] == ["leaf", "leaf_hash"]


def test_a_line_holds_the_description_as_texts_are_compared() -> None:
    for said, compared in (("Ação ﬁnal: STRASSE, Straße", "ação final: strasse, strasse"), ('a "q"\n\\', 'a "q"\n\\')):
        body = canonical.encode({**json.loads(SOME[0].body), "description": said})
        (made,) = files_of([(0, Line(SOME[0].header, body, SOME[0].receipt))])
        assert json.loads(rows([made])[0])["folded"] == compared


def test_a_body_that_is_none_has_its_line_and_no_description() -> None:
    for body, kept in (
        *((body, body) for body in (b'{"description":7}', b"{}")),
        *((body, b"null") for body in (b"[1]", b'{"b":1,"a":2}', b'{"a":1}\n', b"{", b"", b"x,y\n{}", b"\xff")),
    ):
        (made,) = files_of([(0, Line(SOME[0].header, body, SOME[0].receipt))])
        (row,) = rows([made])
        assert b',"body":' + kept + b',"folded":null,"ip_key":' in row
        assert json.loads(row)["id"] == json.loads(SOME[0].header)["id"]


def test_the_bytes_tell_nothing_of_when_and_where_they_were_made() -> None:
    (one,) = files(10**9)
    flags, modified = one.content[3], one.content[4:8]
    assert (flags, modified) == (0, b"\0\0\0\0")
    assert files(10**9) == [one]


def test_what_is_held_is_bounded() -> None:
    largest = max(map(len, rows(files(10**9))))
    for held_bytes in (1, 2 * largest, 3 * largest):
        made = files(held_bytes)
        assert all(len(gzip.decompress(one.content)) < held_bytes + largest for one in made)
        assert rows(made) == rows(files(10**9)), "no leaf is lost or told twice"
    assert [one.path.rpartition("/")[2] for one in files(1)] == [
        f"{leaf:020d}-{leaf:020d}.ndjson.gz" for leaf in range(100, 109)
    ]


def test_no_leaves_make_no_file() -> None:
    assert list(files_of([])) == []
