from datetime import timedelta

from cloudflare import BadRequestError, NotFoundError

from broadcasts import Broadcasts
from checks import equal, present, refused, step
from context import account_id, client, paging, parse
from meetings import Preparation


def report(prepared: Preparation, made: Broadcasts) -> None:
    """What lists, sessions and analytics say of it afterwards."""
    realtime_kit = client.realtime_kit
    livestreams, meetings, sessions = realtime_kit.livestreams, realtime_kit.meetings, realtime_kit.sessions
    app_id = prepared.app_id
    in_app = {"account_id": account_id, "app_id": app_id}

    def listed(**query):
        return livestreams.get_all_livestreams(app_id, account_id=account_id, per_page=1, **query).data

    step("page through the livestreams")
    for page_no, livestream_id in enumerate([made.independent_id, made.second_id, made.first_id], start=1):
        page = listed(page_no=page_no)
        equal(f"id on page {page_no}", page.id, livestream_id)
        equal(f"paging of page {page_no}", page.paging.to_dict(), paging(3, page_no, page_no))
    beyond = listed(page_no=4)
    equal("id beyond the last page", beyond.id, None)
    equal("paging beyond the last page", beyond.paging.to_dict(), paging(3, 0, 0))

    step("filter and sort the livestreams")
    errored = listed(status="ERRORED")
    equal("id of the errored", errored.id, made.second_id)
    equal("status of the errored", errored.status, "ERRORED")
    equal("name of the errored", errored.name, "Second")
    equal("how many errored", errored.paging.total_count, 1)
    live = listed(status="LIVE")
    equal("id of the live", live.id, None)
    equal("how many live", live.paging.to_dict(), paging(0, 0, 0))
    equal("first, ascending", listed(sort_order="ASC").id, made.first_id)
    equal("first, descending", listed(sort_order="DSC").id, made.independent_id)
    without_meetings = listed(exclude_meetings=True)
    equal("id without meetings", without_meetings.id, made.independent_id)
    equal("how many without meetings", without_meetings.paging.total_count, 1)
    created_at = present("created_at", errored.created_at)
    second = timedelta(seconds=1)
    in_window = listed(start_time=created_at - second, end_time=created_at + second)
    equal("id in two seconds", in_window.id, made.second_id)
    equal("how many in two seconds", in_window.paging.total_count, 1)

    step("list the sessions")
    listed_sessions = sessions.get_sessions(
        app_id,
        account_id=account_id,
        associated_id=prepared.meeting_id,
        status="ENDED",
        sort_by="createdAt",
        sort_order="ASC",
        page_no=1,
        per_page=10,
    )
    equal("how many", len(listed_sessions.data.sessions), 2)
    equal("id of the first", listed_sessions.data.sessions[0].id, made.session_id)
    equal("paging", listed_sessions.paging.to_dict(), paging(2, 1, 2))

    step("get the session")
    ended = sessions.get_session_details(made.session_id, **in_app).data
    equal("id", ended.id, made.session_id)
    equal("status", ended.status, "ENDED")
    equal("minutes_consumed", ended.minutes_consumed, 65 / 60)
    lasted = parse(ended.ended_at) - parse(ended.started_at)
    equal("ended_at", lasted, timedelta(seconds=65))

    step("livestream analytics")
    start = int(made.invoked_time.timestamp())
    hour = {"account_id": account_id, "start_time": start, "end_time": start + 3600}
    overall = livestreams.get_livestream_analytics_complete(app_id, **hour).data
    equal("count", overall.count, 3)
    equal("total_ingest_seconds", overall.total_ingest_seconds, 96)
    equal("total_viewer_seconds", overall.total_viewer_seconds, 0)
    first_second = livestreams.get_livestream_analytics_complete(app_id, **{**hour, "end_time": start + 1}).data
    equal("count in the first second", first_second.count, 1)
    equal("total_ingest_seconds in the first second", first_second.total_ingest_seconds, 63)
    days = livestreams.get_livestream_analytics_daywise(app_id, **hour).data
    equal("the first day", days[0].date, made.invoked_time.date().isoformat())
    equal("total_ingest_seconds of the days", sum(day.total_ingest_seconds for day in days), 96)

    step("session analytics")
    org = livestreams.get_org_analytics(
        app_id,
        account_id=account_id,
        start_date=made.invoked_time.date().isoformat(),
        end_date=created_at.date().isoformat(),
    ).data
    equal("sessions_count", org.session_stats.sessions_count, 2)
    equal("sessions_minutes_consumed", org.session_stats.sessions_minutes_consumed, 70 / 60)
    equal("the first day", org.session_stats.day_stats[0].day, made.invoked_time.date().isoformat())
    equal("recording_count", org.recording_stats.recording_count, 0)
    last_month = realtime_kit.analytics.get_org_analytics(app_id, account_id=account_id).data
    equal("the last 30 days", last_month.to_dict(), org.to_dict())

    step("what is not there, and what is malformed")
    nowhere = "00000000-0000-4000-8000-000000000000"
    refused(
        "livestream",
        lambda: livestreams.get_livestream_session_for_livestream_id(nowhere, **in_app),
        NotFoundError,
        "No livestream found",
    )
    refused(
        "meeting id",
        lambda: meetings.get_meeting_by_id("no-uuid", **in_app),
        BadRequestError,
        "must be a valid GUID",
    )
