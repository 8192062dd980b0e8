"""Lambda's context, as far as functions read it."""

from dataclasses import dataclass

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:archive"


@dataclass(frozen=True)
class Invoked:
    """By which alias or version a function was called; by none as an operator calls it."""

    qualifier: str = ""

    @property
    def invoked_function_arn(self) -> str:
        return f"{FUNCTION}:{self.qualifier}" if self.qualifier else FUNCTION
