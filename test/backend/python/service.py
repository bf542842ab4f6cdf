"""A back end for shows, as an application has it: it knows the SDK, and nothing of Greenroom."""

from dataclasses import dataclass
from typing import Any

from cloudflare import Cloudflare


@dataclass
class Show:
    meeting_id: str
    livestream_id: str
    recording_id: str
    host_token: str
    viewer_tokens: list[str]


class ShowService:
    """Shows of one app: each is a meeting that is livestreamed and recorded."""

    def __init__(self, client: Cloudflare, account_id: str, app_id: str):
        self.kit = client.realtime_kit
        self.app_id = app_id
        self.account = {"account_id": account_id}
        self.in_app = {"account_id": account_id, "app_id": app_id}

    def subscribe(self, url: str, events: list[str]) -> str:
        """Ask to be told of events at a URL."""
        added = self.kit.webhooks.create_webhook(
            self.app_id, **self.account, name="shows", url=url, events=events
        )
        return added.data.id

    def ensure_preset(self, name: str, like: str, **permissions: bool) -> str:
        """Find the preset of a name, or make it like another one. Returns its id."""
        presets = self.kit.presets.get(**self.in_app, per_page=100).data
        ids = {preset.name: preset.id for preset in presets}
        if name in ids:
            return ids[name]
        model = self.kit.presets.get_preset_by_id(ids[like], **self.in_app).data.to_dict()
        return self.kit.presets.create(
            **self.in_app,
            name=name,
            config=model["config"],
            permissions={**model["permissions"], **permissions},
            ui=model["ui"],
        ).data.id

    def begin(self, title: str, host: str, viewers: list[str]) -> Show:
        """Create a show, let everybody in, and start to livestream and record it."""
        meeting_id = self.kit.meetings.create(
            self.app_id, **self.account, title=title, transcribe_on_end=True, summarize_on_end=True
        ).data.id

        def let_in(name: str, preset: str) -> str:
            added = self.kit.meetings.add_participant(
                meeting_id, **self.in_app, custom_participant_id=name.lower(), name=name, preset_name=preset
            )
            return added.data.token

        host_token = let_in(host, "show_host")
        viewer_tokens = [let_in(name, "livestream_viewer") for name in viewers]
        livestream = self.kit.livestreams.start_livestreaming_a_meeting(meeting_id, **self.in_app, name=title)
        recording = self.kit.recordings.start_recordings(
            self.app_id, **self.account, meeting_id=meeting_id, file_name_prefix="show"
        )
        return Show(meeting_id, livestream.data.id, recording.data.id, host_token, viewer_tokens)

    def finish(self, show: Show) -> None:
        """Stop the livestream, and put everybody out, which ends the session and the recording."""
        self.kit.livestreams.stop_livestreaming_a_meeting(show.meeting_id, **self.in_app)
        self.kit.active_session.kick_all_participants(show.meeting_id, **self.in_app)

    def reconcile(self, show: Show) -> dict[str, Any]:
        """Ask the service what became of a show, as a nightly job does that missed webhooks."""
        livestream = self.kit.livestreams.get_livestream_session_for_livestream_id(
            show.livestream_id, **self.in_app
        ).data.livestream
        session = self.kit.sessions.get_sessions(
            self.app_id, **self.account, associated_id=show.meeting_id
        ).data.sessions[0]
        attended = self.kit.sessions.get_session_participants(
            session.id, **self.in_app, view="consolidated", sort_by="joinedAt", sort_order="ASC"
        ).data.participants
        recording = self.kit.recordings.get_recordings(
            self.app_id, **self.account, meeting_id=show.meeting_id
        ).data[0]
        return {
            "livestream": livestream.status,
            "session": (session.id, session.status, session.max_concurrent_participants),
            "attended": [(each.custom_participant_id, each.duration) for each in attended],
            "recording": (recording.id, recording.status, recording.recording_duration),
        }
