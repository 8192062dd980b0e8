"""Asymmetric KMS keys: they sign inside KMS and their private half never leaves it."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.stage import StageSettings


class SigningKey(kms.Key):
    """A key that signs and verifies. Grants are made on the roles that use it."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings, spec: kms.KeySpec, purpose: str) -> None:
        super().__init__(
            scope,
            name,
            description=purpose,
            key_spec=spec,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY,
        )
        self._is_local = settings.is_local

    def reserve_for(self, role_name_prefix: str) -> None:
        """Lets nobody sign but roles whose generated name starts so, whatever their own policies say.

        The roles belong to a stack that depends on this one, so that their ARNs are not known here.
        """
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid="OnlyOneRoleSigns",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["kms:Sign"],
                resources=["*"],
                conditions={"ArnNotLike": {"aws:PrincipalArn": self._arns_of(role_name_prefix)}},
            )
        )

    def _arns_of(self, role_name_prefix: str) -> list[str]:
        account = Stack.of(self).account
        arns = [f"arn:aws:iam::{account}:role/{role_name_prefix}*"]
        if self._is_local:
            # AWS compares the role's ARN, the local AWS that of its session.
            arns.append(f"arn:aws:sts::{account}:assumed-role/{role_name_prefix}*")
        return arns
