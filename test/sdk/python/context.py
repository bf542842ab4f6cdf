"""The SDK's client and the control API, from GREENROOM_BASE_URL and GREENROOM_URL."""

import json
import os
import urllib.request
from datetime import datetime

from cloudflare import Cloudflare

account_id = "sdk-python"

uuid = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
stream_key = r"^[0-9a-f]{32}k[0-9a-f]{32}$"
playback_url = r"^https?://.+/[0-9a-f]{32}/manifest/video\.m3u8$"
ingest_server = r"^rtmps?://.+/live/$"


def create_client(**credentials: str) -> Cloudflare:
    """Without retries: the SDK repeats a 409 by itself."""
    return Cloudflare(base_url=os.environ["GREENROOM_BASE_URL"], max_retries=0, **credentials)


client = create_client(api_token="any-token")


def control(path: str, body: dict[str, object]) -> None:
    request = urllib.request.Request(
        f"{os.environ['GREENROOM_URL']}/_greenroom/{path}",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    urllib.request.urlopen(request).close()


def advance(seconds: int) -> None:
    control("clock/advance", {"seconds": seconds})


def paging(total_count: int, start_offset: int, end_offset: int) -> dict[str, object]:
    return {"total_count": total_count, "start_offset": start_offset, "end_offset": end_offset}


def parse(time: str) -> datetime:
    """An ISO time that the SDK gives as text. Python reads the Z since 3.11."""
    return datetime.fromisoformat(time.replace("Z", "+00:00"))
