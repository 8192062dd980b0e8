"""Deploys the assembly with the CDK's own command line, as it would be to AWS."""

import json

from infra.local.assembly import CDK
from infra.local.aws import ACCOUNT, REGION, LocalAws
from infra.local.emulator import Emulator
from infra.local.layout import ASSEMBLY, RUN
from infra.local.tools import own_environment, run_tool

LOG = RUN / "deploy.log"
OUTPUTS = RUN / "outputs.json"


def bootstrap(aws: LocalAws, emulator: Emulator) -> None:
    """Makes the account ready for the CDK."""
    # Without an app of its own to look into, bootstrap takes a tenth of the time.
    _cdk(aws, emulator, "bootstrap", f"aws://{ACCOUNT}/{REGION}", "--app", "")


def deploy(aws: LocalAws, emulator: Emulator) -> dict[str, str]:
    """Deploys the stacks. Returns their outputs by name."""
    _cdk(
        aws, emulator, "deploy", "--all", "--app", str(ASSEMBLY), "--require-approval", "never",
        "--progress", "events", "--outputs-file", str(OUTPUTS),
    )  # fmt: skip
    stacks: dict[str, dict[str, str]] = json.loads(OUTPUTS.read_text())
    return {name: value for outputs in stacks.values() for name, value in outputs.items()}


def _cdk(aws: LocalAws, emulator: Emulator, *arguments: str) -> None:
    run_tool(
        [str(CDK), *arguments, "--no-notices", "--ci"],
        LOG,
        own_environment() | aws.environment(),
        emulator,
    )
