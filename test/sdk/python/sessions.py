import os

from cloudflare import NotFoundError

from checks import equal, matches, refused, step
from context import account_id, advance, client, control
from meetings import Preparation


def session_records(prepared: Preparation) -> None:
    """What a session leaves behind: who attended it, and what was said."""
    meetings, active_session = client.realtime_kit.meetings, client.realtime_kit.active_session
    sessions = client.realtime_kit.sessions
    in_app = {"account_id": account_id, "app_id": prepared.app_id}
    meeting_id = meetings.create(prepared.app_id, account_id=account_id, title="Talk", transcribe_on_end=True).data.id
    host = meetings.add_participant(
        meeting_id, **in_app, custom_participant_id="host", preset_name="webinar_presenter", name="Ada"
    ).data
    control(f"meetings/{meeting_id}/join", {"participant": {"id": host.id}})
    control(f"meetings/{meeting_id}/join", {"participant": {"id": "bob", "name": "Bob"}})
    session_id = active_session.get_active_session(meeting_id, **in_app).data.id
    said = {"participant_id": "bob"}
    control(f"sessions/{session_id}/chat", {"messages": [{**said, "payload": "Hello"}]})
    control(f"sessions/{session_id}/transcript", {"lines": [{**said, "text": "Hello"}]})
    advance(90)
    active_session.kick_all_participants(meeting_id, **in_app)

    step("participants of a session")
    attended = sessions.get_session_participants(session_id, **in_app, search="ada").data.participants
    equal("how many", len(attended), 1)
    equal("user_id", attended[0].user_id, host.id)
    equal("duration", attended[0].duration, 1.5)
    peer_id = attended[0].id
    in_session = {**in_app, "session_id": session_id}
    details = sessions.get_session_participant_details(peer_id, **in_session).data.participant
    equal("display_name", details.display_name, "Ada")
    # No proxy can check this answer: its published schema is not valid.
    unchecked = client.with_options(base_url=f"{os.environ['GREENROOM_URL']}/client/v4").realtime_kit.sessions
    report = unchecked.get_participant_data_from_peer_id(peer_id, **in_app, filters="events").data.participant
    equal("id", report.id, peer_id)
    equal("events", report.peer_report.metadata.events, [])
    refused(
        "nobody",
        lambda: sessions.get_session_participant_details("nobody", **in_session),
        NotFoundError,
        "No user found with id nobody",
    )

    step("chat, transcript and summary of a session")
    chat = sessions.get_session_chat(session_id, **in_app).data
    matches("chat_download_url", chat.chat_download_url, r"/downloads/.+\.csv$")
    transcript = sessions.get_session_transcripts(session_id, **in_app).data
    equal("session_id", transcript.session_id, session_id)
    refused(
        "the summary",
        lambda: sessions.get_session_summary(session_id, **in_app),
        NotFoundError,
        "No summary found for this session!",
    )
    sessions.generate_summary_of_transcripts(session_id, **in_app)
    summary = sessions.get_session_summary(session_id, **in_app).data
    matches("summary_download_url", summary.summary_download_url, r"summary\.txt$")
