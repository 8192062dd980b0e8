"""The layers that functions stand on: third parties, and our own packages as source."""

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.sources import Sources
from infra.stage import Runtime

OWN = ("lacre", "identity", "network", "hedge")


def python_runtime(runtime: Runtime) -> lambda_.Runtime:
    """Lambda's name for the interpreter."""
    return lambda_.Runtime(f"python{runtime.python}", lambda_.RuntimeFamily.PYTHON, supports_snap_start=True)


def architecture(runtime: Runtime) -> lambda_.Architecture:
    """Lambda's name for the processor."""
    return lambda_.Architecture.ARM_64 if runtime.architecture == "arm64" else lambda_.Architecture.X86_64


class Layers(Construct):
    """`deps` and one layer for each of our own packages."""

    def __init__(self, scope: Construct, name: str, runtime: Runtime, sources: Sources) -> None:
        super().__init__(scope, name)
        self._runtime = runtime
        codes = {"deps": sources.deps(runtime.deps)} | {own: sources.layer(own) for own in OWN}
        self._layers = {layer: self._layer(layer, code) for layer, code in codes.items()}

    def _layer(self, name: str, code: lambda_.Code) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            code=code,
            compatible_runtimes=[python_runtime(self._runtime)],
            compatible_architectures=[architecture(self._runtime)],
        )

    def pick(self, *names: str) -> list[lambda_.ILayerVersion]:
        """The named layers. CDK sorts them: no module may be in two of them."""
        return [self._layers[name] for name in names]
