"""The service: rules, use cases, and the adapters that connect them to the world."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before numpy is loaded: its threads could not be forked, and 20 ms of sound needs none."""
