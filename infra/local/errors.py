"""What can stop the local AWS from running; each message is one sentence for the person at the terminal."""


class LocalError(RuntimeError):
    """The local stack cannot be started, or cannot go on."""


class PortBusyError(LocalError):
    """Something else listens where the local AWS would."""


class EmulatorDiedError(LocalError):
    """The local AWS ended without being asked to."""


class CdkMissingError(LocalError):
    """The CDK's command line is not installed, or not in the locked version."""


class ToolFailedError(LocalError):
    """A tool that the start needs ended with an error."""


class LockNotProvenError(LocalError):
    """An object of the archive could be deleted or unlocked, or none was sealed to try it on."""


class SeedError(LocalError):
    """The API refused to create the demo people."""


class NotReadyError(LocalError):
    """Everything is deployed, and still the API says that it is not ready."""
