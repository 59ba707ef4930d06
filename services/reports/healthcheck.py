"""The container health check: whether the loop still turns."""

import sys
import time
from pathlib import Path

# A report may take 30 s, the time-out of its statement; then there is the wait for the next.
LONGEST_SECONDS = 60

try:
    age = time.time() - Path("/tmp/alive").stat().st_mtime
except OSError as error:
    sys.exit(f"it has not begun: {error}")
if age > LONGEST_SECONDS:
    sys.exit(f"it has not looked for work for {age:.0f} s")
