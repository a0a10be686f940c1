"""The telephone process for tests: `python -m tests.telephony.phone CONTROL SETTINGS-AS-JSON`."""

import asyncio
import os
import sys
from pathlib import Path

from pydantic import TypeAdapter

from app.telemetry import configure
from media.telephony.quiet import keep_quiet
from media.telephony.serving import serve
from media.telephony.settings import TelephonySettings
from media.transport.native import die_with_parent

if __name__ == "__main__":
    die_with_parent()
    configure(os.fdopen(keep_quiet(), "w", buffering=1))
    settings = TypeAdapter(TelephonySettings).validate_json(sys.argv[2])
    asyncio.run(serve(Path(sys.argv[1]), settings))
