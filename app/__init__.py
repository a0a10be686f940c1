"""The service: rules, use cases, and the adapters that connect them to the world."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
<<<<<<< HEAD
"""Before numpy is loaded: its threads could not be forked, and 20 ms of sound needs none."""
=======
"""numpy starts threads when it is imported, and a process that has any is not forked here (see
`serving`). What we compute with it is far too small for more than one."""
>>>>>>> phone-tel
