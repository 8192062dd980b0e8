"""The secret that creates the first administrator."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.nag import acknowledge
from infra.stage import StageSettings


class BootstrapSecret(Construct):
    """A generated secret that works once."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        secret = secretsmanager.CfnSecret(
            self,
            "Secret",
            description="Presented once, by whoever creates the first administrator",
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                password_length=48, exclude_punctuation=True
            ),
        )
        secret.apply_removal_policy(RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY)
        acknowledge(secret, "it works once, for the first administrator", "AwsSolutions-SMG4")
        # Ref gives the ARN on AWS and the name on the local AWS; this attribute gives the ARN on both.
        self.arn = secret.attr_id
