"""A witness in a stack of its own: it shares nothing with the log's stacks, and belongs in another account."""

from aws_cdk import CfnOutput, IReusableStackSynthesizer, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.function import Function, Ground, Shape
from infra.constructs.layers import Layers
from infra.constructs.signing_key import SigningKey
from infra.constructs.table import Key, Table
from infra.constructs.witness_alarms import WitnessAlarms
from infra.sources import Sources
from infra.stage import StageSettings

TIMEOUT_SECONDS = 10
# Anybody may ask, and an honest log asks once in ten seconds: this bounds what anybody else can cost.
CONCURRENCY = 5


class Witness(Stack):
    """Function with its URL, signing key, memory, and the parameter that names the logs that it cosigns."""

    def __init__(
        self, scope: Construct, settings: StageSettings, sources: Sources, synthesizer: IReusableStackSynthesizer
    ) -> None:
        name = f"lacre-{settings.name}-witness"
        super().__init__(scope, name, termination_protection=settings.is_protected, synthesizer=synthesizer)
        self.memory = Table(self, "memory", settings, Key("pk"))
        self.key = SigningKey(
            self, "cosigner", settings, kms.KeySpec.ECC_NIST_EDWARDS25519, "Signs cosignatures of checkpoints"
        )
        self.key.reserve_for(f"{name}-witnessRole")
        self.logs = ssm.StringParameter(
            self,
            "logs",
            # Named here: the ARN of a name that CloudFormation makes up is not known to the grant.
            parameter_name=f"/lacre/{settings.name}/witness/logs",
            description="Logs that this witness cosigns: a verifier key a line; or the word none",
            string_value="none",
        )
        self.function = self._function(settings, sources)
        self.url = self.function.alias.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
        self._watch(settings)
        self._add_outputs()

    def _function(self, settings: StageSettings, sources: Sources) -> Function:
        ground = Ground(settings, sources, Layers(self, "layers", settings.runtime, sources))
        shape = Shape(TIMEOUT_SECONDS, ("deps", "lacre"), http=True, concurrency=CONCURRENCY)
        environment = {
            "WITNESS_TABLE": self.memory.table_name,
            "WITNESS_KEY_ID": self.key.key_id,
            "WITNESS_NAME": f"{settings.log_origin}/witness",
            "LOGS_PARAMETER": self.logs.parameter_name,
        }
        function = Function(self, "witness", ground, shape, environment)
        function.allow([self.memory.arn], "dynamodb:GetItem", "dynamodb:PutItem")
        function.allow([self.key.key_arn], "kms:Sign", "kms:GetPublicKey")
        function.allow([self.logs.parameter_arn], "ssm:GetParameter")
        return function

    def _watch(self, settings: StageSettings) -> None:
        self.alarms = WitnessAlarms(self, "alarms", settings.alarm_email)
        self.alarms.watch_evidence()
        self.alarms.watch_faults()
        self.alarms.watch_functions({"witness": self.function})

    def _add_outputs(self) -> None:
        outputs = {
            "UrlWitness": self.url.url,
            "TableWitness": self.memory.table_name,
            "KeyWitness": self.key.key_id,
            "ParameterLogs": self.logs.parameter_name,
            "FunctionWitness": self.function.function.function_name,
            "RoleWitness": self.function.role.role_arn,
            "TopicWitness": self.alarms.topic.topic_arn,
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
