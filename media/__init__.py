"""A gated media forwarder: what a plan does not allow never leaves the socket."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before numpy is loaded: its threads could not be forked, and 20 ms of sound needs none."""
