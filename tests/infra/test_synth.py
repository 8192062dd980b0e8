"""The synth itself: names, outputs, assets, checks, and how it refuses."""

import json
import subprocess
from pathlib import Path

import pytest
from aws_cdk import Stack
from aws_cdk import aws_s3 as s3

from infra import nag
from infra.sources import DepsLayerError, Sources
from infra.stage import STAGES, UnknownStageError, stage_settings
from tests.infra.repository import FUNCTIONS, write_deps, write_repository
from tests.infra.synthesis import Synthesis, new_app, synthesise

PHYSICAL_NAMES = (
    "TableName",
    "BucketName",
    "QueueName",
    "FunctionName",
    "RoleName",
    "TopicName",
    "AlarmName",
    "LogGroupName",
    "LayerName",
    "PolicyName",
)
# CDK itself names inline policies, within their role; and these types point to a function by that property.
NAMED = {("AWS::IAM::Policy", "PolicyName")}
POINTERS = {
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::Lambda::Permission",
    "AWS::Lambda::EventSourceMapping",
} | {"AWS::Lambda::EventInvokeConfig"}
OUTPUTS = {
    *(f"Table{name}" for name in ("Events", "Log", "Windows", "Alerts", "Users", "Sessions", "Counters", "Network")),
    *(f"Bucket{name}" for name in ("Archive", "Log", "Failures", "AccessLogs")),
    *(f"Key{name}" for name in ("Checkpoint", "Receipt", "Token")),
    "QueueOutage",
    "QueueExports",
    "QueueExportsDeadLetters",
    "SecretBootstrap",
    *(f"Function{name.capitalize()}" for name in FUNCTIONS),
    *(f"Role{name.capitalize()}" for name in FUNCTIONS),
    "ApiId",
}


def test_no_resource_has_a_physical_name(stage: Synthesis) -> None:
    for template in stage.templates:
        for name, resource in template.to_json()["Resources"].items():
            for key in PHYSICAL_NAMES:
                allowed = (resource["Type"], key) in NAMED or resource["Type"] in POINTERS
                assert allowed or key not in resource.get("Properties", {}), (name, key)


def test_stacks_have_their_names_and_outputs(stage: Synthesis) -> None:
    outputs = {name for template in stage.templates for name in template.to_json()["Outputs"]}
    assert outputs >= OUTPUTS
    manifest = json.loads((stage.outdir / "manifest.json").read_text())
    stacks = {
        name for name, artifact in manifest["artifacts"].items() if artifact["type"] == "aws:cloudformation:stack"
    }
    assert stacks == {f"lacre-{stage.settings.name}-{part}" for part in ("stateful", "stateless", "witness")}


def test_nothing_was_looked_up(stage: Synthesis) -> None:
    manifest = json.loads((stage.outdir / "manifest.json").read_text())
    assert "missing" not in manifest
    for artifact in manifest["artifacts"].values():
        if artifact["type"] == "aws:cloudformation:stack":
            assert artifact["environment"] == "aws://unknown-account/unknown-region"


def test_stacks_are_protected_from_termination_on_aws(dev: Synthesis) -> None:
    artifacts = json.loads((dev.outdir / "manifest.json").read_text())["artifacts"]
    for half in ("stateful", "stateless"):
        assert artifacts[f"lacre-dev-{half}"]["properties"]["terminationProtection"] is True


def packed(stage: Synthesis, name: str) -> set[str]:
    """The files of the asset with a display name."""
    half = f"lacre-{stage.settings.name}-stateless"
    files = json.loads((stage.outdir / f"{half}.assets.json").read_text())["files"]
    [asset] = [file["source"]["path"] for file in files.values() if file["displayName"] == name]
    root = stage.outdir / asset
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_packed_alone(dev: Synthesis, name: str) -> None:
    inside = ("__init__.py", "handler.py", "templates/page.html")
    assert packed(dev, f"functions/{name}") == {"functions/__init__.py", *(f"functions/{name}/{f}" for f in inside)}


def test_a_layer_is_packed_as_source(dev: Synthesis) -> None:
    assert packed(dev, "layers/lacre") == {"python/lacre/__init__.py"}


def test_the_same_source_gives_the_same_templates(dev: Synthesis, tmp_path: Path) -> None:
    again = synthesise("dev", write_repository(tmp_path / "repository"), tmp_path / "out")
    assert [t.to_json() for t in again.templates] == [t.to_json() for t in dev.templates]


def test_a_missing_deps_layer_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DepsLayerError, match=r"^deps-aws is not built: run `python -m scripts.build_layer aws`$"):
        Sources(tmp_path).deps("aws")


def test_a_deps_layer_of_another_lock_is_refused(tmp_path: Path) -> None:
    root = write_repository(tmp_path)
    (root / "requirements" / "runtime.txt").write_text("boto3==2.0\n")
    with pytest.raises(DepsLayerError, match=r"^requirements/runtime.txt changed: run"):
        Sources(root).deps("aws")
    write_deps(root, "aws")
    Sources(root).deps("aws")


def test_an_unknown_stage_is_one_sentence() -> None:
    with pytest.raises(UnknownStageError, match=r"choose a stage with -c stage=<local\|dev\|prod>, not 'produciton'"):
        stage_settings("produciton")


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_locks_its_archive_for_good(name: str) -> None:
    settings = stage_settings(name)
    assert settings.lock_mode == "COMPLIANCE"
    assert settings.archive_lock_days >= 1
    assert not settings.public_url.endswith("/")


def test_a_finding_of_cdk_nag_fails_the_synth(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    s3.Bucket(Stack(app, "careless"), "bucket")
    nag.check(app)
    with pytest.raises(RuntimeError, match="AwsSolutions-S10"):
        app.synth()


def test_cfn_lint_accepts_the_templates(dev: Synthesis, local: Synthesis) -> None:
    templates = [str(path) for s in (dev, local) for path in s.outdir.glob("*.template.json")]
    assert len(templates) == 6
    # W3005: CDK writes dependencies out that CloudFormation would have found by itself.
    command = ["cfn-lint", "--ignore-checks", "W3005", "--", *templates]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
