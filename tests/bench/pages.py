"""`python -m tests.bench.pages`: what a page of the list of events costs beside the store, as a ratio.

The store is memory, and its part is measured by itself and left out. In processor time, so that what else runs on the
machine does not count.
"""

import json
import statistics
import time
from collections.abc import Callable, Sequence

from functions.query.answers import body_of, page_answer
from functions.query.asked import AskedOfPage
from functions.query.language import LANGUAGES, words_of
from functions.query.rendering import render
from functions.query.viewer import Viewer
from functions.query.views.choices import CHOICES
from functions.query.views.labels import labels
from functions.query.views.listing import listing
from functions.query.views.rows import event_rows
from lacre.model.filters import Selection
from lacre.searching.search import Page
from tests.fakes.ambient import START
from tests.unit.searching.population import Population, event

ROWS, ROUNDS = 50, 40
HOUR = 3_600_000
ACTIONS = ("CREATE_AGENT", "UPDATE_AGENT", "ACCESS_OUTSIDE_JURISDICTION", "LOGIN_FAILED")


def population() -> Population:
    made = Population()
    made.begin_at(START - 2 * HOUR)
    made.add(event(START - HOUR + number, action=ACTIONS[number % 4]) for number in range(ROWS))
    return made


def milliseconds(work: Callable[[], object]) -> float:
    """The median of some runs, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken) * 1000


def rendered(population: Population, page: Page, language: str, zone: str | None) -> str:
    viewer = Viewer(actor=None, language=language, zone=zone, csrf="", here="audit-logs")
    rows = event_rows(page.events, population.rows)
    shown = listing(AskedOfPage(), {}, page, rows, [], START, zone, "u-auditor")
    said = {"labels": labels(words_of(language).gettext), "choices": CHOICES}
    return render("listing.html", root="", viewer=viewer, shown=shown, **said)


def dumped(population: Population, page: Page, ids: Sequence[str]) -> str:
    stored = population.rows.rows(ids)
    return json.dumps({**page_answer(page), "bodies": [body_of(stored[one].body) for one in ids]})


def main() -> None:
    made = population()
    page = made.search.page(Selection(), ascending=False, limit=ROWS)
    ids = [entry.id for entry in page.events]
    store = milliseconds(lambda: made.rows.rows(ids))
    plain = milliseconds(lambda: dumped(made, page, ids)) - store
    print(
        f"{len(ids)} rows, beside the store ({store:.1f} ms); JSON of the same headers and bodies takes {plain:.1f} ms"
    )
    for language in LANGUAGES:
        for zone in (None, "Africa/Maputo"):
            taken = milliseconds(lambda: rendered(made, page, language, zone)) - store  # noqa: B023 - called at once
            print(
                f"  page in {language}, {zone or 'UTC alone':<14} {taken:5.1f} ms  {taken / plain:4.1f} times the JSON"
            )


if __name__ == "__main__":
    main()
