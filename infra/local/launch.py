"""Brings up the whole local stack, and takes it down again."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2
from botocore.exceptions import BotoCoreError

from infra.local import assembly, deployment, stack_file
from infra.local.archive_lock import lock, prove_locked
from infra.local.aws import REGION, LocalAws
from infra.local.document_certificate import certify
from infra.local.emulator import Emulator, require_free_port
from infra.local.layout import RUN
from infra.local.log_key import raw_ed25519, verifier_key
from infra.local.people import Person, demo_people, seed
from infra.local.prerequisites import MINISTACK, install
from infra.local.progress import Progress
from infra.local.readiness import require_ready
from infra.local.resources import Resources, from_outputs
from infra.local.stack_file import Keys, Stack
from infra.local.witness import introduce
from infra.stage import LOCAL_PORT, StageSettings, stage_settings


@dataclass(frozen=True, slots=True)
class Launched:
    """A stack that this process started."""

    emulator: Emulator
    stack: Stack

    def stop(self) -> None:
        """Ends the local AWS and everything in it."""
        stack_file.remove()
        self.emulator.stop()


def launch(progress: Progress) -> Launched:
    """Starts, deploys, locks, seeds and describes the local stack; on any error nothing is left running.

    Raises LocalError with one sentence for the person who started it.
    """
    settings = stage_settings("local")
    require_free_port(LOCAL_PORT)
    stack_file.remove()
    shutil.rmtree(RUN, ignore_errors=True)
    install(progress)
    if not assembly.is_current():
        with progress.step("synthesising the stacks"):
            assembly.synthesise()
    with ExitStack() as undo:
        with progress.step("starting the local AWS"):
            emulator = Emulator(MINISTACK, RUN, LOCAL_PORT)
            undo.callback(emulator.stop)
            emulator.wait_until_healthy()
        try:
            stack = _fill(emulator, settings, progress)
        except (httpx2.TransportError, BotoCoreError):
            # A client that lost its server says something less clear than the server's own end.
            emulator.check()
            raise
        stack_file.write(stack)
        undo.pop_all()
    return Launched(emulator, stack)


@contextmanager
def running_stack(progress: Progress) -> Iterator[Stack]:
    """The stack that already runs, or else one that lives as long as this context."""
    found = stack_file.running()
    if found:
        yield found
        return
    launched = launch(progress)
    try:
        yield launched.stack
    finally:
        launched.stop()


def _fill(emulator: Emulator, settings: StageSettings, progress: Progress) -> Stack:
    aws = LocalAws(emulator.endpoint)
    with progress.step("preparing the account for the CDK"):
        deployment.bootstrap(aws, emulator)
    with progress.step("deploying lacre-local-stateful, lacre-local-stateless and lacre-local-witness"):
        resources = from_outputs(deployment.deploy(aws, emulator))
        lock(aws.s3(), resources.buckets["archive"], settings.lock_mode, settings.archive_lock_days)
    log_keys = [
        verifier_key(settings.log_origin, _public_key(aws, resources.keys[name]))
        for name in ("checkpoint", "checkpoint2")
    ]
    with progress.step("introducing the log to its witness"):
        witness_key = introduce(aws, resources, log_keys)
    with progress.step("certifying the key of official documents"):
        certify(aws, resources, settings.organisation)
    people = demo_people()
    with progress.step("creating the first administrator and the demo people"):
        secret = aws.secrets().get_secret_value(SecretId=resources.secrets["bootstrap"])
        seed(settings.public_url, secret["SecretString"], people)
    with progress.step("attacking what was sealed: deletion and a shorter lock have to be refused"):
        prove_locked(aws.s3(), resources.buckets["archive"], emulator.check)
    with progress.step("asking the API whether it is ready"):
        require_ready(settings.public_url)
    keys = Keys(log_keys[0], witness_key, base64.b64encode(_public_key(aws, resources.keys["receipt"])).decode())
    return _describe(emulator, settings, resources, people, keys)


def _public_key(aws: LocalAws, key_id: str) -> bytes:
    return raw_ed25519(aws.kms().get_public_key(KeyId=key_id)["PublicKey"])


def _describe(
    emulator: Emulator, settings: StageSettings, resources: Resources, people: tuple[Person, ...], keys: Keys
) -> Stack:
    return stack_file.compose(
        api=settings.public_url,
        people=people,
        resources=resources,
        log_origin=settings.log_origin,
        keys=keys,
        endpoint=emulator.endpoint,
        region=REGION,
        pid=emulator.pid,
    )
