"""
The sample back end in Python: a show from its first preset to its files, and lists that agree with the webhooks.
GREENROOM_BASE_URL is the SDK's base URL, GREENROOM_URL where the control API is. Its account has a clock of its own.
"""

import json
import os
import urllib.request
from datetime import datetime

from cloudflare import Cloudflare, NotFoundError

import listener

account_id = "back-end-python"
origin = os.environ["GREENROOM_URL"]
kit = Cloudflare(base_url=os.environ["GREENROOM_BASE_URL"], api_token="any").realtime_kit


def control(path: str, body: dict, method: str = "POST") -> None:
    payload = json.dumps({"account_id": account_id, **body}).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{origin}/_greenroom/{path}", payload, headers, method=method)
    urllib.request.urlopen(request).close()


def advance(seconds: int) -> None:
    control("clock/advance", {"seconds": seconds})


def equal(what: str, seen: object, expected: object) -> None:
    if seen != expected:
        raise SystemExit(f"{what}: expected {expected!r}, saw {seen!r}")


def seconds(time: datetime | str) -> float:
    """An instant as the SDK or a webhook gives it, in seconds."""
    return (time if isinstance(time, datetime) else datetime.fromisoformat(time.replace("Z", "+00:00"))).timestamp()


control("clock", {"mode": "frozen"}, "PUT")
app_id = kit.apps.post(account_id=account_id, name="Shows").data.app.id
in_app = {"account_id": account_id, "app_id": app_id}
told_of = ["meeting.started", "meeting.ended", "meeting.participantJoined", "meeting.participantLeft"]
told_of += ["meeting.chatSynced", "meeting.transcript", "meeting.summary"]
told_of += ["recording.statusUpdate", "livestreaming.statusUpdate"]
kit.webhooks.create_webhook(**in_app, name="Back end", url=listener.start(origin), events=told_of)


def find_preset(name: str):
    return next((preset for preset in kit.presets.get(**in_app, per_page=100).data if preset.name == name), None)


def seed_preset(name: str, like: str) -> None:
    """Find a preset by its name, or create it as a copy of another."""
    if find_preset(name) is None:
        model = kit.presets.get_preset_by_id(find_preset(like).id, **in_app).data.to_dict()
        kit.presets.create(**in_app, name=name, **{part: model[part] for part in ("config", "permissions", "ui")})


for _ in range(2):
    seed_preset("show_host", like="livestream_host")
equal("presets named show_host", sum(p.name == "show_host" for p in kit.presets.get(**in_app, per_page=100).data), 1)

settings = {"transcribe_on_end": True, "summarize_on_end": True}
meeting_id = kit.meetings.create(app_id, account_id=account_id, title="Evening show", extra_body=settings).data.id
livestream_id = kit.livestreams.start_livestreaming_a_meeting(meeting_id, **in_app, name="Show").data.id
recording_id = kit.recordings.start_recordings(app_id, account_id=account_id, meeting_id=meeting_id).data.id


def join(custom_id: str, name: str, preset: str) -> str:
    """Add somebody, who joins with the token as the client SDK would. Returns the id."""
    person = {"custom_participant_id": custom_id, "name": name, "preset_name": preset}
    added = kit.meetings.add_participant(meeting_id, **in_app, **person).data
    control(f"meetings/{meeting_id}/join", {"participant": {"token": added.token}})
    return added.id


host = join("ada", "Ada", "show_host")
viewer = join("bob", "Bob", "livestream_viewer")
advance(60)
session_id = listener.of("meeting.started")[0]["meeting"]["sessionId"]
control(f"sessions/{session_id}/chat", {"messages": [{"participant_id": viewer, "payload": "Bravo"}]})
control(f"sessions/{session_id}/transcript", {"lines": [{"participant_id": host, "text": "Good evening"}]})
control(f"meetings/{meeting_id}/leave", {"participant": {"id": viewer}})
advance(60)
equal("kicked", kit.active_session.kick_all_participants(meeting_id, **in_app).data.kicked_participants_count, 1)
try:
    kit.livestreams.stop_livestreaming_a_meeting(meeting_id, **in_app)
except NotFoundError:
    pass  # It has stopped with its session.
advance(10)

left = {event["participant"]["peerId"]: event["participant"]["leftAt"] for event in listener.of("meeting.participantLeft")}
recorded = listener.of("recording.statusUpdate")[-1]["recording"]
streamed = listener.of("livestreaming.statusUpdate")[-1]
ended = listener.of("meeting.ended")[0]["meeting"]
files = [
    listener.of("meeting.chatSynced")[0]["chatDownloadUrl"],
    listener.of("meeting.transcript")[0]["transcriptDownloadUrl"],
    listener.of("meeting.summary")[0]["summaryDownloadUrl"],
]
people = [event["participant"] for event in listener.of("meeting.participantJoined")]
told = {
    "session": (ended["sessionId"], ended["id"], seconds(ended["startedAt"]), seconds(ended["endedAt"])),
    "people": sorted(
        (p["customParticipantId"], p["peerId"], seconds(p["joinedAt"]), seconds(left[p["peerId"]])) for p in people
    ),
    "livestream": (streamed["streamId"], streamed["status"], streamed["playbackUrl"]),
    "recording": (recorded["id"], recorded["status"], int(recorded["fileSize"]), recorded["downloadUrl"]),
    "files": files,
}

[session] = kit.sessions.get_sessions(app_id, account_id=account_id, associated_id=meeting_id).data.sessions
attended = kit.sessions.get_session_participants(session.id, **in_app).data.participants
livestream = kit.livestreams.get_livestream_session_for_livestream_id(livestream_id, **in_app).data.livestream
[recording] = kit.recordings.get_recordings(app_id, account_id=account_id, meeting_id=meeting_id).data
listed = {
    "session": (session.id, session.associated_id, seconds(session.started_at), seconds(session.ended_at)),
    "people": sorted((p.custom_participant_id, p.id, seconds(p.joined_at), seconds(p.left_at)) for p in attended),
    "livestream": (livestream.id, livestream.status, livestream.playback_url),
    "recording": (recording.id, recording.status, int(recording.file_size), recording.download_url),
    "files": [
        kit.sessions.get_session_chat(session.id, **in_app).data.chat_download_url,
        kit.sessions.get_session_transcripts(session.id, **in_app).data.transcript_download_url,
        kit.sessions.get_session_summary(session.id, **in_app).data.summary_download_url,
    ],
}
for name, record in told.items():
    equal(f"{name} in the lists", listed[name], record)
equal("ids", (told["livestream"][:2], told["recording"][:2]), ((livestream_id, "IDLE"), (recording_id, "UPLOADED")))
start, end = told["session"][2:]
equal("length of the show", end - start, 120)
equal("attendance", [(p[0], p[2] - start, p[3] - start) for p in told["people"]], [("ada", 0, 120), ("bob", 0, 60)])
overall = kit.livestreams.get_livestream_analytics_complete(app_id, account_id=account_id).data
equal("analytics", (overall.count, overall.total_ingest_seconds), (1, 118))


def download(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


equal("bytes of the recording", len(download(recorded["downloadUrl"])), int(recorded["fileSize"]))
for text, url in zip(["Bravo", "Good evening", "Ada"], files):
    equal(f"{text} in {url}", text in download(url).decode(), True)
equal("refused and repeated deliveries", listener.counts, {"forged": 0, "repeated": 0})
print(f"reconciled {len(listener.events)} webhooks")
