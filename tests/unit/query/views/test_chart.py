"""Charts of hours: what is drawn is what was counted."""

import pytest

from functions.query.grouped import grouped
from functions.query.views.chart import HEIGHT, LEFT, TOP, WIDTH, Bar, chart, rounded_up


def bars(*counts: dict[str, int]) -> list[Bar]:
    return [Bar(f"2026-11-22T{hour:02d}:00:00.000Z", one, is_whole=True) for hour, one in enumerate(counts)]


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (16, 16), (17, 20), (57, 60), (161, 200), (1320, 1400)]
)
def test_the_scale_ends_at_a_round_number_whose_half_is_whole(most: int, top: int) -> None:
    assert rounded_up(most) == top
    assert [line.value for line in chart(bars({"INFO": most})).lines] == [0, top // 2, top]


def test_segments_stand_on_each_other_and_are_as_high_as_their_counts() -> None:
    (column,) = chart(bars({"INFO": 100, "LOW": 0, "CRITICAL": 60})).columns
    low, high = column.segments
    assert (column.total, low.kind, high.kind) == (160, "INFO", "CRITICAL")
    assert low.y == pytest.approx(high.y + high.height, abs=0.02)
    assert low.height / high.height == pytest.approx(100 / 60, rel=0.01)
    assert high.y == pytest.approx(TOP, abs=0.02)


def test_one_event_among_many_is_seen() -> None:
    (column,) = chart(bars({"INFO": 1_000_000, "CRITICAL": 1})).columns
    assert column.segments[1].height >= 2


def test_columns_stay_within_the_picture() -> None:
    drawn = chart(bars(*[{"INFO": number} for number in range(24)]))
    assert drawn.columns[0].x >= LEFT
    assert drawn.columns[-1].x + drawn.columns[-1].width <= WIDTH
    assert all(part.y >= 0 and part.y + part.height <= HEIGHT for one in drawn.columns for part in one.segments)
    assert [column.label for column in drawn.columns if column.label] == [f"{hour:02d}" for hour in range(0, 24, 3)]
    assert chart([]).columns == []


def test_numbers_are_grouped_with_a_space_that_does_not_break() -> None:
    assert [grouped(one) for one in (0, 999, 1_000, 23_673_001)] == ["0", "999", "1\u202f000", "23\u202f673\u202f001"]
