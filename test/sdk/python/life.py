"""
Leads livestreams through their whole life with the official Python SDK, on a Greenroom whose clock is frozen:
GREENROOM_BASE_URL is the SDK's base URL, GREENROOM_URL where the control API is.

What Greenroom emulates and this SDK has no method for is called with its plain get and post: an app by its id,
replacing a participant, muting, creating an independent livestream, a meeting's livestreams, a meeting session's livestream sessions.
"""

import os
import sys

if not os.environ.get("GREENROOM_BASE_URL") or not os.environ.get("GREENROOM_URL"):
    sys.exit("GREENROOM_BASE_URL and GREENROOM_URL must be set")

import checks
from broadcasts import broadcast
from meetings import prepare
from participants import participants
from presets import presets
from recordings import recordings
from reports import report
from sessions import session_records

try:
    prepared = prepare()
    presets(prepared)
    report(prepared, broadcast(prepared))
    participants(prepared)
    session_records(prepared)
    recordings(prepared)
except checks.Failure as failure:
    sys.exit(str(failure))
except Exception as error:
    sys.exit(f'step "{checks.current}": expected an answer, saw {error!r}')
print(checks.summary())
