"""The bootstrap secret in Secrets Manager."""

from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class StoredSecret:
    """`BootstrapSecret`, read anew each time: bootstrapping happens once."""

    def __init__(self, client: "SecretsManagerClient", secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id

    def read(self) -> str:
        with store_failures("bootstrap secret"):
            return self._client.get_secret_value(SecretId=self._secret_id)["SecretString"]
