from cloudflare import BadRequestError, NotFoundError

from checks import equal, matches, present, refused, step
from context import account_id, client, control, paging, uuid
from meetings import Preparation


def participants(prepared: Preparation) -> None:
    """Participants of a meeting: added, changed, let in by their tokens, kicked out."""
    meetings, active_session = client.realtime_kit.meetings, client.realtime_kit.active_session
    in_app = {"account_id": account_id, "app_id": prepared.app_id}
    meeting_id = meetings.create(prepared.app_id, account_id=account_id, title="Show").data.id
    in_meeting = {**in_app, "meeting_id": meeting_id}
    path = f"/accounts/{account_id}/realtime/kit/{prepared.app_id}/meetings/{meeting_id}"

    step("add participants")
    host = meetings.add_participant(
        meeting_id, **in_app, custom_participant_id="host", preset_name="livestream_host", name="Ada"
    ).data
    matches("id", host.id, uuid)
    matches("token", host.token, r"^[\w-]+\.[\w-]+\.[\w-]+$")
    equal("name", host.name, "Ada")
    guest = meetings.add_participant(
        meeting_id, **in_app, custom_participant_id="guest", preset_name="livestream_viewer"
    ).data
    refused(
        "an unknown preset",
        lambda: meetings.add_participant(
            meeting_id, **in_app, custom_participant_id="guest", preset_name="nothing"
        ),
        NotFoundError,
        "No preset found",
    )

    step("list and get participants")
    listed = meetings.get_meeting_participants(meeting_id, **in_app, per_page=1, page_no=2)
    equal("id", listed.data[0].id, host.id)
    equal("paging", present("paging", listed.paging).to_dict(), paging(2, 2, 2))
    got = meetings.get_meeting_participant(host.id, **in_meeting).data
    equal("preset_name", got.preset_name, "livestream_host")

    step("edit and replace a participant")
    edited = meetings.edit_participant(guest.id, **in_meeting, name="Bob").data
    equal("name", edited.name, "Bob")
    equal("custom_participant_id", edited.custom_participant_id, "guest")
    body = {"custom_participant_id": "viewer", "preset_name": "webinar_viewer"}
    replaced = client.put(f"{path}/participants/{guest.id}", body=body, cast_to=object)
    equal("preset_name", replaced["data"]["preset_name"], "webinar_viewer")

    step("join with tokens")
    renewed = meetings.refresh_participant_token(host.id, **in_meeting).data
    control(f"meetings/{meeting_id}/join", {"participant": {"token": renewed.token}})
    control(f"meetings/{meeting_id}/join", {"participant": {"custom_participant_id": "viewer"}})
    session = active_session.get_active_session(meeting_id, **in_app).data
    equal("live_participants", session.live_participants, 2)

    step("mute and ask them")
    named = {"participant_ids": [host.id], "custom_participant_ids": []}
    muted = client.post(f"{path}/active-session/mute", body=named, cast_to=object)
    equal("muted", muted["data"]["participants"][0]["id"], host.id)
    all_muted = client.post(f"{path}/active-session/mute-all", body={"allow_unmute": True}, cast_to=object)
    equal("muted_participants_count", all_muted["data"]["muted_participants_count"], 2)
    poll = active_session.create_poll(meeting_id, **in_app, question="Tea?", options=["Yes", "No"]).data.poll
    equal("question", poll.question, "Tea?")
    equal("options", [option.text for option in poll.options], ["Yes", "No"])

    step("kick one, and then all")
    kicked = active_session.kick_participants(meeting_id, **in_app, participant_ids=[guest.id]).data
    equal("kicked", kicked.participants[0].id, guest.id)
    refused(
        "who has left",
        lambda: active_session.kick_participants(meeting_id, **in_app, custom_participant_ids=["viewer"]),
        NotFoundError,
        "No user found with id viewer",
    )
    refused(
        "nobody",
        lambda: active_session.kick_participants(meeting_id, **in_app),
        BadRequestError,
        "at least one participant",
    )
    all_kicked = active_session.kick_all_participants(meeting_id, **in_app).data
    equal("kicked_participants_count", all_kicked.kicked_participants_count, 1)
    refused(
        "the session",
        lambda: active_session.get_active_session(meeting_id, **in_app),
        NotFoundError,
        "No active session",
    )

    step("delete a participant")
    deleted = meetings.delete_meeting_participant(guest.id, **in_meeting).data
    equal("custom_participant_id", deleted.custom_participant_id, "viewer")
    refused(
        "a deleted participant",
        lambda: meetings.get_meeting_participant(guest.id, **in_meeting),
        NotFoundError,
        "No participant found",
    )
