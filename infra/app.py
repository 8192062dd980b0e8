"""The CDK application: `cdk -c stage=<local|dev|prod> synth|deploy`, which runs `python -m infra.app`."""

import sys
from pathlib import Path

from aws_cdk import App, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, IReusableStackSynthesizer

from infra import nag
from infra.sources import DepsLayerError, Sources
from infra.stacks.stateful import Stateful
from infra.stacks.stateless import Stateless
from infra.stacks.witness import Witness
from infra.stage import StageSettings, UnknownStageError, stage_settings

ROOT = Path(__file__).resolve().parents[1]


def build(app: App, settings: StageSettings, root: Path) -> tuple[Stateful, Stateless, Witness]:
    """Adds a stage's stacks to the app, with the checks that fail its synth. The witness belongs in another account.

    Raises DepsLayerError if the third-party layer is not built for the stage's interpreter.
    """
    data = Stateful(app, settings, synthesizer=_synthesizer(settings))
    code = Stateless(app, settings, Sources(root), data, synthesizer=_synthesizer(settings))
    witness = Witness(app, settings, Sources(root), synthesizer=_synthesizer(settings))
    nag.check(app)
    if settings.is_local:
        nag.acknowledge(app, "the local AWS speaks plain HTTP", "AwsSolutions-S10", "AwsSolutions-SQS4")
        nag.acknowledge(app, "the local AWS knows no association of a WebACL", "AwsSolutions-APIG3")
    return data, code, witness


def _synthesizer(settings: StageSettings) -> IReusableStackSynthesizer:
    # The local AWS refuses the roles that a bootstrapped account publishes assets with.
    return CliCredentialsStackSynthesizer() if settings.is_local else DefaultStackSynthesizer()


def main() -> int:
    """Returns 1, after one sentence on stderr, if the stage is unknown or a layer is missing."""
    app = App()
    try:
        build(app, stage_settings(app.node.try_get_context("stage")), ROOT)
    except (UnknownStageError, DepsLayerError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
