"""Pages timed one after another, and the floor that no page can be below."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from functions.query.asked import Asked as Parameters
from lacre.searching.cursor import Cursor
from tests.bench.search_function import API, PAGE, QueryFunction
from tests.bench.search_questions import Question
from tests.bench.search_values import Asked, Values

LIMIT = 50
SAMPLES = 32
_TURNED = 2
"""Pages that are turned after the first one, by the cursor of the page before."""


@dataclass(frozen=True)
class Sample:
    """A page: how long it took (ms), and of how many events it looked at how many were found."""

    taken: float
    looked_at: int
    found: int


@dataclass(frozen=True)
class Measured:
    """A question's answers by the API, and how long the console's pages of it took (ms)."""

    question: Question
    answers: Sequence[Sample]
    pages: Sequence[float]

    @property
    def of_answers(self) -> tuple[float, float]:
        return middle_and_most([one.taken for one in self.answers])

    @property
    def of_pages(self) -> tuple[float, float]:
        return middle_and_most(self.pages)

    @property
    def looked_at(self) -> float:
        return statistics.mean(one.looked_at for one in self.answers)

    @property
    def found(self) -> float:
        return statistics.mean(one.found for one in self.answers)

    @property
    def is_held(self) -> bool:
        return max(self.of_answers[1], self.of_pages[1]) <= self.question.target


def middle_and_most(taken: Sequence[float]) -> tuple[float, float]:
    """The median, and the 95th percentile by nearest rank."""
    return statistics.median(taken), sorted(taken)[-(-len(taken) * 95 // 100) - 1]


def measured(question: Question, function: QueryFunction, values: Values) -> Measured:
    function.sign_in()
    answers = list(islice(_answers(question, function, values), SAMPLES))
    return Measured(question, answers, list(islice(_pages(question, function, values), SAMPLES)))


def _asked(question: Question, values: Values) -> Iterator[Asked]:
    """Newest first and oldest first in turn."""
    for order in cycle(("desc", "asc")):
        yield {**question.ask(values), "limit": str(LIMIT), "order": order}


def _answers(question: Question, function: QueryFunction, values: Values) -> Iterator[Sample]:
    """Each time the first page, some that follow, and one far away."""
    for asked in _asked(question, values):
        further: Asked = {}
        for _ in range(1 + _TURNED):
            answer, cursor = _answer(function, {**asked, **further})
            yield answer
            if cursor is None:
                break
            further = {"cursor": cursor}
        yield _answer(function, {**asked, "cursor": _far_away(asked, values)})[0]


def _answer(function: QueryFunction, asked: Asked) -> tuple[Sample, str | None]:
    answered = function.get(API, asked)
    said = answered.json
    return Sample(answered.taken, said["scanned"], len(said["events"])), said["cursor"]


def _pages(question: Question, function: QueryFunction, values: Values) -> Iterator[float]:
    for asked in _asked(question, values):
        yield function.get(PAGE, asked).taken
        yield function.get(PAGE, {**asked, "cursor": _far_away(asked, values)}).taken


def _far_away(asked: Asked, values: Values) -> str:
    """The cursor that somebody has who has turned many pages: it says where, and not how many."""
    parameters = Parameters.model_validate(asked)
    return Cursor(values.position(), parameters.ascending, parameters.selection.digest()).encode()
