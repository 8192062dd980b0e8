"""An application as the handler that the gateway calls."""

import gc

from fastapi import FastAPI
from mangum import Mangum

# What goes out as it is. Mangum makes base64 of all else, problem details included, and what a gateway makes of that
# depends on the media types it is configured with and on the caller's Accept header.
_TEXTS = ["text/", "application/json", "application/problem+json", "image/svg+xml"]

# An answer of 10,000 lines makes many objects and no cycles: looking for those 25 times as seldom costs nothing.
GC_THRESHOLDS = (20_000, 20, 50)


def spare_what_is_loaded() -> None:
    """What is loaded by now stays: each full collection would walk through all of it, in the middle of an answer."""
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def behind_gateway(app: FastAPI) -> Mangum:
    """The handler of an application that is complete."""
    spare_what_is_loaded()
    return Mangum(app, lifespan="off", text_mime_types=_TEXTS)
