"""What the sealer makes of rotations, the verifier follows: the same generations, from the first key alone."""

import json
from pathlib import Path

import pytest

from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.fakes.drafts import agent_created
from tests.unit.sealing.rotating import KEYS, Copied, Operator
from tests.unit.verifying.verified import verify_path


@pytest.mark.parametrize("steps", [["b"], ["ab", "b"], ["ab", "b", "bc", "c"], ["b", "a"], ["abc", "ab", "ca"]])
@pytest.mark.parametrize("deep", [False, True])
def test_a_sealed_log_s_rotations_are_followed(tmp_path: Path, steps: list[str], deep: bool) -> None:
    operator = Operator()
    for number, keys in enumerate(steps):
        operator.recorder.record([agent_created(number)])
        operator.deliver()
        operator.rotate(keys)
    operator.recorder.record([agent_created(99)])
    operator.deliver()
    copied = Copied(operator.log)
    listing = {"Versions": [{"Key": name} for name in copied.names()], "DeleteMarkers": []}
    copied.objects["versions.json"] = json.dumps(listing).encode()
    root = copied.saved(tmp_path / "copy")

    report = verify_path(root, Question(deep=deep), [KEYS["a"]])
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, operator.log.heads.head.size)
    assert report.generations == operator.log.heads.head.generations
