from dataclasses import dataclass
from datetime import datetime, timedelta

from cloudflare import BadRequestError, NotFoundError

from checks import equal, matches, present, refused, step
from context import account_id, advance, client, control, paging, parse
from context import ingest_server, playback_url, stream_key, uuid
from meetings import Preparation


@dataclass
class Broadcasts:
    first_id: str
    second_id: str
    independent_id: str
    session_id: str
    invoked_time: datetime


def broadcast(prepared: Preparation) -> Broadcasts:
    """A livestream that is stopped, one that fails and one without a meeting."""
    livestreams, active_session = client.realtime_kit.livestreams, client.realtime_kit.active_session
    meeting_id = prepared.meeting_id
    in_app = {"account_id": account_id, "app_id": prepared.app_id}
    app_path = f"/accounts/{account_id}/realtime/kit/{prepared.app_id}"

    def details(livestream_id: str, **page: int):
        return livestreams.get_livestream_session_for_livestream_id(livestream_id, **in_app, **page).data

    def event(livestream_id: str, **change: str) -> None:
        control(f"livestreams/{livestream_id}/events", {**in_app, **change})

    step("start livestreaming an inactive meeting")
    refused(
        "a bad request",
        lambda: livestreams.start_livestreaming_a_meeting(prepared.inactive_meeting_id, **in_app),
        BadRequestError,
        "BAD_REQUEST",
    )

    step("start livestreaming the meeting")
    start = {**in_app, "name": "First", "video_config": {"width": 1280, "height": 720}}
    started = livestreams.start_livestreaming_a_meeting(meeting_id, **start)
    equal("success", started.success, True)
    first = present("data", started.data)
    equal("status", first.status, "INVOKED")
    matches("stream_key", first.stream_key, stream_key)
    matches("playback_url", first.playback_url, playback_url)
    matches("ingest_server", first.ingest_server, ingest_server)
    first_id = present("id", first.id)

    step("start it again")
    refused(
        "a refusal",
        lambda: livestreams.start_livestreaming_a_meeting(meeting_id, **start),
        BadRequestError,
        "already active",
    )

    step("get the meeting's active livestream")
    active = livestreams.get_meeting_active_livestreams(meeting_id, **in_app).data
    equal("id", active.id, first_id)
    equal("status", active.status, "INVOKED")
    equal("name", active.name, "First")
    equal("meeting_id", active.meeting_id, meeting_id)
    equal("disabled", active.disabled, "false")

    step("5 seconds later it is live")
    advance(5)
    alive = details(first_id)
    equal("status", alive.livestream.status, "LIVE")
    equal("stream_key", alive.livestream.stream_key, first.stream_key)
    equal("playback_url", alive.livestream.playback_url, first.playback_url)
    equal("livestream_id", alive.session.livestream_id, first_id)
    equal("ingest_seconds", alive.session.ingest_seconds, 3)
    equal("stopped_time", alive.session.stopped_time, None)
    equal("paging", alive.paging.to_dict(), paging(1, 1, 1))
    first_session_id = present("session id", alive.session.id)
    invoked_time = present("invoked_time", alive.session.invoked_time)
    equal("started_time", alive.session.started_time, invoked_time + timedelta(seconds=2))

    step("get its active livestream session")
    ongoing = livestreams.get_active_livestreams_for_livestream_id(first_id, **in_app).data
    equal("livestream status", ongoing.livestream.status, "LIVE")
    equal("session id", ongoing.session.id, first_session_id)
    equal("ingest_seconds", ongoing.session.ingest_seconds, "3")
    equal("viewer_seconds", ongoing.session.viewer_seconds, "0")

    step("60 seconds later, get the meeting's active session")
    advance(60)
    session = active_session.get_active_session(meeting_id, **in_app).data
    matches("id", session.id, uuid)
    equal("associated_id", session.associated_id, meeting_id)
    equal("organization_id", session.organization_id, prepared.app_id)
    equal("meeting_display_name", session.meeting_display_name, "Broadcast")
    equal("status", session.status, "LIVE")
    equal("type", session.type, "meeting")
    equal("minutes_consumed", session.minutes_consumed, 65 / 60)
    equal("ended_at", session.ended_at, None)

    step("stop livestreaming the meeting")
    stopped = livestreams.stop_livestreaming_a_meeting(meeting_id, **in_app)
    matches("message", stopped.data.message, "(?i)stop")

    step("nothing is active any more")
    refused(
        "active livestream",
        lambda: livestreams.get_meeting_active_livestreams(meeting_id, **in_app),
        NotFoundError,
        "No active livestream",
    )
    refused(
        "stop again",
        lambda: livestreams.stop_livestreaming_a_meeting(meeting_id, **in_app),
        NotFoundError,
        "No active livestream",
    )
    refused(
        "active livestream session",
        lambda: livestreams.get_active_livestreams_for_livestream_id(first_id, **in_app),
        NotFoundError,
        "No active livestream session",
    )
    refused(
        "active session",
        lambda: active_session.get_active_session(meeting_id, **in_app),
        NotFoundError,
        "No active session",
    )

    step("get the stopped livestream")
    idle = details(first_id)
    equal("status", idle.livestream.status, "IDLE")
    equal("ingest_seconds", idle.session.ingest_seconds, 63)
    equal("stopped_time", idle.session.stopped_time, invoked_time + timedelta(seconds=65))
    equal("err_message", idle.session.err_message, None)

    step("get its livestream session")
    ended = livestreams.get_livestream_session_details_for_session_id(first_session_id, **in_app).data
    equal("id", ended.id, first_session_id)
    equal("livestream_id", ended.livestream_id, first_id)
    equal("ingest_seconds", ended.ingest_seconds, 63)
    equal("stopped_time", parse(ended.stopped_time), invoked_time + timedelta(seconds=65))

    step("get the meeting's livestreams")
    of_meeting = client.get(
        f"{app_path}/meetings/{meeting_id}/livestream", cast_to=object, options={"params": {"per_page": 10}}
    )["data"]
    equal("livestreams", [livestream["id"] for livestream in of_meeting["livestreams"]], [first_id])
    equal("disabled", of_meeting["livestreams"][0]["disabled"], False)
    equal("session id", of_meeting["sessions"]["id"], first_session_id)
    equal("ingest_seconds", of_meeting["sessions"]["ingest_seconds"], "63")
    equal("total_count", of_meeting["paging"]["total_count"], 1)

    step("get the meeting session's livestream sessions")
    of_session = client.get(f"{app_path}/sessions/{session.id}/livestream-sessions", cast_to=object)["data"]
    equal("id", of_session["id"], first_session_id)
    equal("livestream_id", of_session["livestream_id"], first_id)
    equal("ingest_seconds", of_session["ingest_seconds"], 63)
    equal("total_count", of_session["paging"]["total_count"], 1)

    step("start a second livestream, which fails")
    second = livestreams.start_livestreaming_a_meeting(meeting_id, **in_app, name="Second")
    second_id = present("id", second.data.id)
    advance(5)
    event(second_id, event="fail", err_message="encoder lost")
    failed = details(second_id)
    equal("status", failed.livestream.status, "ERRORED")
    equal("err_message", failed.session.err_message, "encoder lost")
    equal("ingest_seconds", failed.session.ingest_seconds, 3)

    step("create an independent livestream")
    independent = client.post(f"{app_path}/livestreams", cast_to=object, body={"name": "Independent"})["data"]
    independent_id = present("id", independent["id"])
    matches("id", independent_id, uuid)
    equal("name", independent["name"], "Independent")
    equal("meeting_id", independent["meeting_id"], None)
    equal("status", independent["status"], "INVOKED")
    equal("disabled", independent["disabled"], False)
    matches("stream_key", independent["stream_key"], stream_key)

    step("its encoder connects twice")
    event(independent_id, event="live")
    advance(10)
    event(independent_id, event="stop")
    event(independent_id, event="live")
    advance(20)
    event(independent_id, event="stop")
    latest = details(independent_id, page_no=1, per_page=1)
    equal("status", latest.livestream.status, "IDLE")
    equal("meeting_id", latest.livestream.meeting_id, None)
    equal("ingest_seconds of the latest", latest.session.ingest_seconds, 20)
    earliest = details(independent_id, page_no=2, per_page=1)
    equal("ingest_seconds of the earliest", earliest.session.ingest_seconds, 10)
    equal("paging", earliest.paging.to_dict(), paging(2, 2, 2))

    return Broadcasts(
        first_id=first_id,
        second_id=second_id,
        independent_id=independent_id,
        session_id=session.id,
        invoked_time=invoked_time,
    )
