"""Locust's users. A process of its own runs them, since importing locust patches sockets and threads:
`python -m locust -f load/hedge_locustfile.py --headless --plan FILE --samples FILE Turns` (or `Crowd`).
"""

import json
import time
from itertools import count
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant, events, task

from load.hedge_plan import Plan, Step

_samples: dict[str, list[float]] = {}
_faults: list[str] = []
_number, _APART_S = count(), 0.11


def _take_files(parser: Any) -> None:
    for name in ("--plan", "--samples"):
        parser.add_argument(name, type=Path, required=True)


def _note(name: str, response_time: float, exception: BaseException | None, **_: object) -> None:
    """Locust's own table rounds milliseconds to two digits."""
    if exception is None:
        _samples.setdefault(name, []).append(response_time)
    else:
        _faults.append(f"{name}: {exception}")


def _write(environment: Any, **_: object) -> None:
    told = {"samples": _samples, "faults": _faults}
    environment.parsed_options.samples.write_text(json.dumps(told))


_hooks: Any = events  # which locust has no types for
_hooks.init_command_line_parser.add_listener(_take_files)
_hooks.request.add_listener(_note)
_hooks.quitting.add_listener(_write)


class Caller(FastHttpUser):
    abstract = True
    host = "http://127.0.0.1"
    network_timeout = 60.0
    connection_timeout = 60.0
    answers: dict[str, bytes] = {}  # noqa: RUF012 - of all users: they are to get the same

    def on_start(self) -> None:
        self.plan = Plan.read(self.environment.parsed_options.plan)
        self.headers = {"Authorization": f"Bearer {self.plan.token}", "Content-Type": "application/json"}

    def follow(self, step: Step) -> None:
        if not step.is_paged:
            self._ask(step, step.url)
            return
        cursor: str | None = ""
        while cursor is not None:
            page = self._ask(step, f"{step.url}&cursor={cursor}" if cursor else step.url)
            cursor = json.loads(page)["cursor"] if page else None

    def _ask(self, step: Step, url: str) -> bytes:
        """The body of the answer, or nothing of one that is not right."""
        method = "GET" if step.body is None else "POST"
        asked = self.client.request(
            method, url, name=step.name, data=step.body, headers=self.headers, catch_response=True
        )
        with asked as answer:
            content: bytes = answer.content or b""
            if answer.status_code != 200:
                answer.failure(f"answered {answer.status_code}: {content[:200]!r}")
            elif not step.is_paged and self.answers.setdefault(step.name, content) != content:
                answer.failure("answered otherwise than before")
            else:
                return content
        return b""


class Turns(Caller):
    """One user who goes through the rounds without waiting, after one that is not counted, and then ends."""

    wait_time = constant(0)

    @task
    def go_through(self) -> None:
        self._go_round()
        _samples.clear()
        for _ in range(self.plan.rounds):
            self._go_round()
        self.environment.runner.quit()

    def _go_round(self) -> None:
        for step in self.plan.steps:
            for _ in range(step.times):
                self.follow(step)


class Crowd(Caller):
    """Users who each wait a second after an answer, until the run time is over."""

    wait_time = constant(1)

    def on_start(self) -> None:
        super().on_start()
        # Else all of them would ask at the same moment for ever.
        time.sleep(next(_number) * _APART_S)

    @task
    def ask(self) -> None:
        for step in self.plan.steps:
            self.follow(step)
