"""A timestamp authority of the tests' own: `openssl ts` with keys made when it is needed."""

import subprocess
from pathlib import Path

_CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = authority
[authority]
serial = serial
signer_cert = stamping.pem
signer_key = stamping.key
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


class OpenSslAuthority:
    """`TimestampAuthority`: a root, a certificate for stamping under it, and `openssl ts -reply` with both."""

    def __init__(self, folder: Path, name: str = "A timestamp authority of the tests") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        (folder / "openssl.cnf").write_text(_CONFIGURATION.format(name=name))
        (folder / "serial").write_text("01\n")
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-config", "openssl.cnf"]
        self._run("req", "-x509", *key, "-extensions", "root", "-days", "30", "-keyout", "root.key", "-out", "root.pem")
        self._run(
            "req", "-new", *key, "-subj", f"/CN={name}, stamping", "-keyout", "stamping.key", "-out", "stamping.csr"
        )
        issued_by = ["-CA", "root.pem", "-CAkey", "root.key", "-extfile", "openssl.cnf", "-extensions", "stamping"]
        self._run("x509", "-req", "-in", "stamping.csr", *issued_by, "-days", "30", "-out", "stamping.pem")

    @property
    def root(self) -> bytes:
        """The certificate that an auditor trusts, as PEM."""
        return (self._folder / "root.pem").read_bytes()

    @property
    def stamping(self) -> bytes:
        """The certificate below it, as PEM."""
        return (self._folder / "stamping.pem").read_bytes()

    def answer(self, request: bytes) -> bytes:
        (self._folder / "request.tsq").write_bytes(request)
        self._run("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "request.tsq", "-out", "answer.tsr")
        return (self._folder / "answer.tsr").read_bytes()

    def _run(self, *arguments: str) -> None:
        run = subprocess.run(["openssl", *arguments], cwd=self._folder, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
