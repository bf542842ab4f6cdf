"""Plays a show with the back end against Greenroom, whose clock and people it moves by the control API."""

import json
import os
import urllib.request
from typing import Any

from cloudflare import Cloudflare

from receiver import Receiver
from service import ShowService

origin = os.environ["GREENROOM_URL"]
account_id = "backend-python"
checks = 0


def call(method: str, url: str, body: dict[str, Any] | None = None) -> bytes:
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        return response.read()


def control(method: str, path: str, **body: Any) -> dict[str, Any]:
    return json.loads(call(method, f"{origin}/_greenroom{path}", {"account_id": account_id, **body}))


def advance(seconds: float) -> None:
    control("POST", "/clock/advance", seconds=seconds)


def equal(what: str, seen: object, expected: object) -> None:
    global checks
    if seen != expected:
        raise SystemExit(f"{what}: expected {expected!r}, got {seen!r}")
    checks += 1


control("POST", "/reset", fixtures="none")
control("PUT", "/clock", mode="frozen", now="2026-01-01T20:00:00Z")
key = json.loads(call("GET", f"{origin}/.well-known/webhooks.json"))["data"]["publicKey"]
receiver = Receiver(key)
client = Cloudflare(base_url=f"{origin}/client/v4", api_token="any-token", max_retries=0)
app_id = client.realtime_kit.apps.post(account_id=account_id, name="Shows").data.app.id
shows = ShowService(client, account_id, app_id)

events = [
    "meeting.started",
    "meeting.participantJoined",
    "meeting.participantLeft",
    "meeting.ended",
    "meeting.chatSynced",
    "meeting.transcript",
    "meeting.summary",
    "livestreaming.statusUpdate",
    "recording.statusUpdate",
]
shows.subscribe(receiver.url, events)
preset_id = shows.ensure_preset("show_host", like="livestream_host", can_record=True)
equal("the preset that is there", shows.ensure_preset("show_host", like="livestream_host"), preset_id)

show = shows.begin("Evening show", host="Ada", viewers=["Bob", "Cem"])
joined = []
for token in [show.host_token, *show.viewer_tokens]:
    joined.append(control("POST", f"/meetings/{show.meeting_id}/join", participant={"token": token}))
    advance(2)
session_id = joined[0]["session_id"]
said = {"participant_id": joined[0]["participants"][0]["id"]}
control("POST", f"/sessions/{session_id}/chat", messages=[{**said, "payload": "Good evening"}])
control("POST", f"/sessions/{session_id}/transcript", lines=[{**said, "text": "Good evening, everybody."}])
advance(594)
shows.finish(show)
advance(60)

found = shows.reconcile(show)
equal("the livestream", found["livestream"], "IDLE")
equal("the session", found["session"], (session_id, "ENDED", 3))
equal(
    "who attended, and how many minutes",
    [(who, round(minutes, 2)) for who, minutes in found["attended"]],
    [("ada", 10.0), ("bob", 9.97), ("cem", 9.93)],
)
equal("the recording", found["recording"][:2], (show.recording_id, "UPLOADED"))

told = [(each["event"], each.get("status") or each.get("recording", {}).get("status")) for each in receiver.told]
equal("refused webhooks", receiver.refused, [])
equal("the livestream's webhooks", [s for e, s in told if e == "livestreaming.statusUpdate"], ["LIVE", "IDLE"])
equal(
    "the recording's webhooks",
    [s for e, s in told if e == "recording.statusUpdate"],
    ["RECORDING", "UPLOADING", "UPLOADED"],
)
equal(
    "the meeting's webhooks",
    sorted(e for e, _ in told if e.startswith("meeting.")),
    sorted(
        ["meeting.started", "meeting.ended", "meeting.chatSynced", "meeting.transcript", "meeting.summary"]
        + ["meeting.participantJoined", "meeting.participantLeft"] * 3
    ),
)
bodies = {(each["event"], each.get("recording", {}).get("status")): each for each in receiver.told}
film = call("GET", bodies["recording.statusUpdate", "UPLOADED"]["recording"]["downloadUrl"])
equal("the film", film[4:8], b"ftyp")
chat = call("GET", bodies["meeting.chatSynced", None]["chatDownloadUrl"]).decode()
equal("the chat", "Good evening" in chat, True)
print(f"{checks} checks passed in the back end")
