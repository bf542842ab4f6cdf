import urllib.request

from cloudflare import BadRequestError, NotFoundError

from checks import equal, matches, present, refused, step
from context import account_id, advance, client, control, paging, uuid
from meetings import Preparation


def recordings(prepared: Preparation) -> None:
    """Recordings of a meeting: started, paused, resumed, stopped, uploaded, and one for each participant."""
    meetings, recordings = client.realtime_kit.meetings, client.realtime_kit.recordings
    app_id = prepared.app_id
    in_app = {"account_id": account_id, "app_id": app_id}
    meeting_id = meetings.create(app_id, account_id=account_id, title="Recorded").data.id

    step("start a recording")
    started = recordings.start_recordings(
        app_id,
        account_id=account_id,
        meeting_id=meeting_id,
        max_seconds=3600,
        file_name_prefix="show",
        audio_config={"codec": "MP3"},
        storage_config={"type": "aws", "bucket": "b", "region": "eu", "access_key": "hush", "secret": "hush"},
    ).data
    matches("id", started.id, uuid)
    equal("status", started.status, "INVOKED")
    equal("secrets", "hush" in started.to_json(), False)
    refused(
        "a second one",
        lambda: recordings.start_recordings(app_id, account_id=account_id, meeting_id=meeting_id),
        BadRequestError,
        "is already active",
    )
    control(f"meetings/{meeting_id}/join", {})
    advance(10)
    active = recordings.get_active_recordings(meeting_id, **in_app).data
    equal("id", active.id, started.id)
    equal("status", active.status, "RECORDING")

    step("pause, resume and stop it")
    for action, status in [("pause", "PAUSED"), ("resume", "RECORDING"), ("stop", "UPLOADING")]:
        acted = recordings.pause_resume_stop_recording(started.id, **in_app, action=action).data
        equal("status", acted.status, status)
    refused(
        "what has stopped",
        lambda: recordings.pause_resume_stop_recording(started.id, **in_app, action="stop"),
        BadRequestError,
        "The recording is not in progress",
    )
    refused(
        "the active one",
        lambda: recordings.get_active_recordings(meeting_id, **in_app),
        NotFoundError,
        "No active recording",
    )

    step("fetch its files")
    advance(10)
    uploaded = recordings.get_one_recording(started.id, **in_app).data
    equal("status", uploaded.status, "UPLOADED")
    equal("stop_reason", uploaded.stop_reason.reason, "API_CALL")
    with urllib.request.urlopen(present("download_url", uploaded.download_url)) as file:
        equal("file_size", len(file.read()), int(uploaded.file_size))
    matches("audio_download_url", uploaded.audio_download_url, r"show_\d+\.mp3$")

    step("record the participants")
    layers = {"default": {"file_name_prefix": "speaker", "media_kind": "audio"}}
    track = recordings.start_track_recording(
        app_id, account_id=account_id, meeting_id=meeting_id, layers=layers
    ).data.recording
    equal("status", track.status, "INVOKED")

    step("list recordings")
    query = {"account_id": account_id, "meeting_id": meeting_id, "per_page": 1}
    listed = recordings.get_recordings(app_id, **query)
    equal("id", listed.data[0].id, track.id)
    equal("paging", present("paging", listed.paging).to_dict(), paging(2, 1, 1))
    found = recordings.get_recordings(app_id, **query, status=["UPLOADED", "ERRORED"], expired=False)
    equal("id", found.data[0].id, started.id)
    equal("meeting", found.data[0].meeting.title, "Recorded")
    control(f"meetings/{meeting_id}/leave", {})
