from dataclasses import dataclass

from checks import equal, matches, present, step
from context import account_id, client, create_client, paging, parse, uuid


@dataclass
class Preparation:
    app_id: str
    meeting_id: str
    inactive_meeting_id: str


def prepare() -> Preparation:
    """An app with a meeting that can be livestreamed, and one that cannot."""
    apps, meetings = client.realtime_kit.apps, client.realtime_kit.meetings

    step("create an app")
    created_app = apps.post(account_id=account_id, name="Life of a livestream")
    equal("success", created_app.success, True)
    app = present("app", present("data", created_app.data).app)
    app_id = present("id", app.id)
    matches("id", app_id, uuid)
    equal("name", app.name, "Life of a livestream")
    in_app = {"account_id": account_id, "app_id": app_id}

    step("list the apps, with an email and a key")
    by_key = create_client(api_email="a@example.com", api_key="any-key")
    listed_apps = by_key.realtime_kit.apps.get(account_id=account_id, per_page=50, sort_order="DESC")
    in_list = next((listed for listed in listed_apps.data or [] if listed.id == app_id), None)
    equal("the app in it", present("the app", in_list).to_dict(), app.to_dict())
    equal("paging", present("paging", listed_apps.paging).start_offset, 1)

    step("get the app")
    got_app = client.get(f"/accounts/{account_id}/realtime/kit/apps/{app_id}", cast_to=object)
    equal("id", got_app["data"]["id"], app_id)
    equal("name", got_app["data"]["name"], app.name)
    equal("created_at", parse(got_app["data"]["created_at"]), app.created_at)

    step("create a meeting")
    recording_config = {
        "max_seconds": 3600,
        "file_name_prefix": "life",
        "audio_config": {"codec": "AAC", "channel": "mono", "export_file": False},
        "video_config": {
            "codec": "H264",
            "width": 640,
            "height": 360,
            "watermark": {
                "position": "right top",
                "size": {"width": 100, "height": 40},
                "url": "https://example.com/logo.png",
            },
        },
        "live_streaming_config": {"rtmp_url": "rtmp://example.com/live"},
    }
    created_meeting = meetings.create(
        app_id,
        account_id=account_id,
        title="Weekly broadcast",
        record_on_start=True,
        persist_chat=True,
        session_keep_alive_time_in_secs=120,
        recording_config=recording_config,
    )
    meeting = present("meeting", created_meeting.data)
    matches("id", meeting.id, uuid)
    equal("status", meeting.status, "ACTIVE")
    equal("title", meeting.title, "Weekly broadcast")
    equal("record_on_start", meeting.record_on_start, True)
    equal("persist_chat", meeting.persist_chat, True)
    equal("live_stream_on_start", meeting.live_stream_on_start, False)
    equal("session_keep_alive_time_in_secs", meeting.session_keep_alive_time_in_secs, 120)
    equal("recording_config", present("recording_config", meeting.recording_config).to_dict(), recording_config)

    step("get the meeting")
    got = meetings.get_meeting_by_id(meeting.id, **in_app)
    equal("the meeting", present("meeting", got.data).to_dict(), meeting.to_dict())

    step("patch the meeting")
    patched = meetings.update_meeting_by_id(meeting.id, **in_app, title="Monthly broadcast").data
    equal("title", patched.title, "Monthly broadcast")
    equal("persist_chat", patched.persist_chat, True)
    equal("recording_config", patched.recording_config.to_dict(), recording_config)

    step("put the meeting")
    replaced = meetings.replace_meeting_by_id(meeting.id, **in_app, title="Broadcast").data
    equal("id", replaced.id, meeting.id)
    equal("title", replaced.title, "Broadcast")
    equal("persist_chat", replaced.persist_chat, False)
    equal("session_keep_alive_time_in_secs", replaced.session_keep_alive_time_in_secs, 60)
    equal("recording_config", replaced.recording_config, None)

    step("list the meetings")
    closed = present("meeting", meetings.create(app_id, account_id=account_id, title="Closed").data)
    deactivated = meetings.update_meeting_by_id(closed.id, **in_app, status="INACTIVE")
    equal("status", deactivated.data.status, "INACTIVE")
    found = meetings.get(app_id, account_id=account_id, search="Broad")
    equal("found by title", [listed.id for listed in found.data], [meeting.id])
    inactive = meetings.get(app_id, account_id=account_id, status="INACTIVE")
    equal("found by status", [listed.id for listed in inactive.data], [closed.id])
    page = meetings.get(app_id, account_id=account_id, page_no=2, per_page=1)
    equal("paging", page.paging.to_dict(), paging(2, 2, 2))

    return Preparation(app_id=app_id, meeting_id=meeting.id, inactive_meeting_id=closed.id)
