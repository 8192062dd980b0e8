"""The figures of a scenario as the API shows them."""

import json

from hedge.http.answers import Shown
from hedge.http.figure_answers import CashflowAnswer, ExposureAnswer, MtmAnswer, PlAnswer
from hedge.scenarios.run_what_if import WhatIf


class ScenarioCashflowAnswer(Shown):
    analytic: CashflowAnswer


class WhatIfAnswer(Shown):
    """Each list has an order of its own: equal scenarios over equal portfolios have equal answers, byte for byte."""

    commercial_exposure_snapshot: list[ExposureAnswer]
    global_exposure_snapshot: list[ExposureAnswer]
    mtm_snapshot: list[MtmAnswer]
    cashflow_snapshot: ScenarioCashflowAnswer
    pl_snapshot: list[PlAnswer]


def what_if_json(figures: WhatIf) -> bytes:
    """The answer in JSON, written once."""
    answer = {
        "commercial_exposure_snapshot": [row.shown() for row in figures.commercial],
        "global_exposure_snapshot": [row.shown() for row in figures.overall],
        "mtm_snapshot": [mark.shown() for mark in figures.marks],
        "cashflow_snapshot": {"analytic": figures.analytic.shown()},
        "pl_snapshot": [pl.shown() for pl in figures.pl],
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
