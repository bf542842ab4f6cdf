package main

import (
	"fmt"
	"time"

	"github.com/cloudflare/cloudflare-go/v6"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

// report checks what lists, sessions and analytics say of it afterwards.
func report(prepared preparation, made broadcasts) {
	livestreams, meetings, sessions := client.RealtimeKit.Livestreams, client.RealtimeKit.Meetings, client.RealtimeKit.Sessions
	appID := prepared.appID
	type listParams = rtk.LivestreamGetAllLivestreamsParams
	list := func(params listParams) rtk.LivestreamGetAllLivestreamsResponseData {
		params.AccountID = accountID
		params.PerPage = cloudflare.F(int64(1))
		return answer(livestreams.GetAllLivestreams(ctx, appID, params)).Data
	}
	samePaging := func(what string, seen rtk.LivestreamGetAllLivestreamsResponseDataPaging, expected paging) {
		equal(what, paging{seen.TotalCount, seen.StartOffset, seen.EndOffset}, expected)
	}

	step("page through the livestreams")
	for index, id := range []string{made.independentID, made.secondID, made.firstID} {
		number := int64(index + 1)
		page := list(listParams{PageNo: cloudflare.F(number)})
		equal(fmt.Sprintf("id on page %d", number), page.ID, id)
		samePaging(fmt.Sprintf("paging of page %d", number), page.Paging, paging{3, number, number})
	}
	beyond := list(listParams{PageNo: cloudflare.F(int64(4))})
	equal("id beyond the last page", beyond.ID, "")
	samePaging("paging beyond the last page", beyond.Paging, paging{3, 0, 0})

	step("filter and sort the livestreams")
	errored := list(listParams{Status: cloudflare.F(rtk.LivestreamGetAllLivestreamsParamsStatusErrored)})
	equal("id of the errored", errored.ID, made.secondID)
	equal("status of the errored", errored.Status, "ERRORED")
	equal("name of the errored", errored.Name, "Second")
	equal("how many errored", errored.Paging.TotalCount, 1)
	live := list(listParams{Status: cloudflare.F(rtk.LivestreamGetAllLivestreamsParamsStatusLive)})
	equal("id of the live", live.ID, "")
	samePaging("how many live", live.Paging, paging{0, 0, 0})
	ascending := list(listParams{SortOrder: cloudflare.F(rtk.LivestreamGetAllLivestreamsParamsSortOrderAsc)})
	equal("first, ascending", ascending.ID, made.firstID)
	descending := list(listParams{SortOrder: cloudflare.F(rtk.LivestreamGetAllLivestreamsParamsSortOrderDsc)})
	equal("first, descending", descending.ID, made.independentID)
	withoutMeetings := list(listParams{ExcludeMeetings: cloudflare.F(true)})
	equal("id without meetings", withoutMeetings.ID, made.independentID)
	equal("how many without meetings", withoutMeetings.Paging.TotalCount, 1)
	createdAt := errored.CreatedAt
	inWindow := list(listParams{
		StartTime: cloudflare.F(createdAt.Add(-time.Second)),
		EndTime:   cloudflare.F(createdAt.Add(time.Second)),
	})
	equal("id in two seconds", inWindow.ID, made.secondID)
	equal("how many in two seconds", inWindow.Paging.TotalCount, 1)

	step("list the sessions")
	listedSessions := answer(sessions.GetSessions(ctx, appID, rtk.SessionGetSessionsParams{
		AccountID:    accountID,
		AssociatedID: cloudflare.F(prepared.meetingID),
		Status:       cloudflare.F(rtk.SessionGetSessionsParamsStatusEnded),
		SortBy:       cloudflare.F(rtk.SessionGetSessionsParamsSortByCreatedAt),
		SortOrder:    cloudflare.F(rtk.SessionGetSessionsParamsSortOrderAsc),
		PageNo:       cloudflare.F(1.0),
		PerPage:      cloudflare.F(10.0),
	})).Data.Sessions
	equal("how many", len(listedSessions), 2)
	equal("id of the first", listedSessions[0].ID, made.sessionID)

	step("get the session")
	ended := answer(sessions.GetSessionDetails(ctx, appID, made.sessionID,
		rtk.SessionGetSessionDetailsParams{AccountID: accountID})).Data.Session
	equal("id", ended.ID, made.sessionID)
	equal("status", ended.Status, "ENDED")
	equal("minutes_consumed", ended.MinutesConsumed, 65.0/60)
	endedAfter := answer(time.Parse(time.RFC3339, ended.EndedAt)).Sub(answer(time.Parse(time.RFC3339, ended.StartedAt)))
	equal("ended_at", endedAfter, 65*time.Second)

	step("livestream analytics")
	from := made.invokedTime.Truncate(time.Second)
	// This SDK still sends ISO times where Unix seconds are published.
	analytics := func(end time.Time) rtk.LivestreamGetLivestreamAnalyticsCompleteResponseData {
		return answer(livestreams.GetLivestreamAnalyticsComplete(ctx, appID, rtk.LivestreamGetLivestreamAnalyticsCompleteParams{
			AccountID: accountID,
			StartTime: cloudflare.F(from),
			EndTime:   cloudflare.F(end),
		})).Data
	}
	overall := analytics(from.Add(time.Hour))
	equal("count", overall.Count, 3)
	equal("total_ingest_seconds", overall.TotalIngestSeconds, 96)
	equal("total_viewer_seconds", overall.TotalViewerSeconds, 0)
	firstSecond := analytics(from.Add(time.Second))
	equal("count in the first second", firstSecond.Count, 1)
	equal("total_ingest_seconds in the first second", firstSecond.TotalIngestSeconds, 63)
	var daywise struct {
		Data []struct {
			Date               string `json:"date"`
			TotalIngestSeconds int64  `json:"total_ingest_seconds"`
		} `json:"data"`
	}
	path := fmt.Sprintf("accounts/%s/realtime/kit/%s/analytics/livestreams/daywise?start_time=%d&end_time=%d",
		account, appID, from.Unix(), from.Unix()+3600)
	must(client.Get(ctx, path, nil, &daywise))
	var ofDays int64
	for _, day := range daywise.Data {
		ofDays += day.TotalIngestSeconds
	}
	equal("the first day", daywise.Data[0].Date, made.invokedTime.Format(time.DateOnly))
	equal("total_ingest_seconds of the days", ofDays, 96)

	step("session analytics")
	org := answer(livestreams.GetOrgAnalytics(ctx, appID, rtk.LivestreamGetOrgAnalyticsParams{
		AccountID: accountID,
		StartDate: cloudflare.F(made.invokedTime.Format(time.DateOnly)),
		EndDate:   cloudflare.F(createdAt.Format(time.DateOnly)),
	})).Data
	equal("sessions_count", org.SessionStats.SessionsCount, 2)
	equal("sessions_minutes_consumed", org.SessionStats.SessionsMinutesConsumed, 70.0/60)
	equal("the first day", org.SessionStats.DayStats[0].Day, made.invokedTime.Format(time.DateOnly))
	equal("recording_count", org.RecordingStats.RecordingCount, 0)
	lastMonth := answer(client.RealtimeKit.Analytics.GetOrgAnalytics(ctx, appID,
		rtk.AnalyticsGetOrgAnalyticsParams{AccountID: accountID})).Data
	equal("the last 30 days", lastMonth.JSON.RawJSON(), org.JSON.RawJSON())

	step("what is not there, and what is malformed")
	nowhere := "00000000-0000-4000-8000-000000000000"
	_, err := livestreams.GetLivestreamSessionForLivestreamID(ctx, appID, nowhere,
		rtk.LivestreamGetLivestreamSessionForLivestreamIDParams{AccountID: accountID})
	refused("livestream", err, 404, "No livestream found")
	_, err = meetings.GetMeetingByID(ctx, appID, "no-uuid", rtk.MeetingGetMeetingByIDParams{AccountID: accountID})
	refused("meeting id", err, 400, "must be a valid GUID")
}
