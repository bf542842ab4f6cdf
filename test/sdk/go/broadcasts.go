package main

import (
	"fmt"
	"regexp"
	"time"

	"github.com/cloudflare/cloudflare-go/v6"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

type broadcasts struct {
	firstID, secondID, independentID string
	sessionID                        string
	invokedTime                      time.Time
}

// broadcast makes a livestream that is stopped, one that fails and one without a meeting.
func broadcast(prepared preparation) broadcasts {
	livestreams, activeSession := client.RealtimeKit.Livestreams, client.RealtimeKit.ActiveSession
	appID, meetingID := prepared.appID, prepared.meetingID
	appPath := fmt.Sprintf("accounts/%s/realtime/kit/%s", account, appID)
	type detailsParams = rtk.LivestreamGetLivestreamSessionForLivestreamIDParams
	type startParams = rtk.LivestreamStartLivestreamingAMeetingParams
	details := func(id string, params detailsParams) rtk.LivestreamGetLivestreamSessionForLivestreamIDResponseData {
		params.AccountID = accountID
		return answer(livestreams.GetLivestreamSessionForLivestreamID(ctx, appID, id, params)).Data
	}
	event := func(livestreamID string, change map[string]any) {
		change["account_id"] = account
		change["app_id"] = appID
		control("livestreams/"+livestreamID+"/events", change)
	}
	activeOfMeeting := func() (*rtk.LivestreamGetMeetingActiveLivestreamsResponse, error) {
		return livestreams.GetMeetingActiveLivestreams(ctx, appID, meetingID,
			rtk.LivestreamGetMeetingActiveLivestreamsParams{AccountID: accountID})
	}
	activeLivestreamSession := func(id string) (*rtk.LivestreamGetActiveLivestreamsForLivestreamIDResponse, error) {
		return livestreams.GetActiveLivestreamsForLivestreamID(ctx, appID, id,
			rtk.LivestreamGetActiveLivestreamsForLivestreamIDParams{AccountID: accountID})
	}
	sessionOfMeeting := func() (*rtk.ActiveSessionGetActiveSessionResponse, error) {
		return activeSession.GetActiveSession(ctx, appID, meetingID,
			rtk.ActiveSessionGetActiveSessionParams{AccountID: accountID})
	}
	stop := func() (*rtk.LivestreamStopLivestreamingAMeetingResponse, error) {
		return livestreams.StopLivestreamingAMeeting(ctx, appID, meetingID,
			rtk.LivestreamStopLivestreamingAMeetingParams{AccountID: accountID})
	}
	start := func(id string, params startParams) (*rtk.LivestreamStartLivestreamingAMeetingResponse, error) {
		params.AccountID = accountID
		return livestreams.StartLivestreamingAMeeting(ctx, appID, id, params)
	}

	step("start livestreaming an inactive meeting")
	_, err := start(prepared.inactiveMeetingID, startParams{})
	refused("a bad request", err, 400, "BAD_REQUEST")

	step("start livestreaming the meeting")
	params := startParams{
		Name: cloudflare.F("First"),
		VideoConfig: cloudflare.F(rtk.LivestreamStartLivestreamingAMeetingParamsVideoConfig{
			Width:  cloudflare.F(int64(1280)),
			Height: cloudflare.F(int64(720)),
		}),
	}
	first := answer(start(meetingID, params))
	equal("success", first.Success, true)
	equal("status", first.Data.Status, "INVOKED")
	matches("stream_key", first.Data.StreamKey, streamKey)
	matches("playback_url", first.Data.PlaybackURL, playbackURL)
	matches("ingest_server", first.Data.IngestServer, ingestServer)
	firstID := present("id", first.Data.ID)

	step("start it again")
	_, err = start(meetingID, params)
	refused("a refusal", err, 400, "already active")

	step("get the meeting's active livestream")
	active := answer(activeOfMeeting()).Data
	equal("id", active.ID, firstID)
	equal("status", active.Status, "INVOKED")
	equal("name", active.Name, "First")
	equal("meeting_id", active.MeetingID, meetingID)
	equal("disabled", active.Disabled, "false")

	step("5 seconds later it is live")
	advance(5)
	alive := details(firstID, detailsParams{})
	equal("status", alive.Livestream.Status, "LIVE")
	equal("stream_key", alive.Livestream.StreamKey, first.Data.StreamKey)
	equal("playback_url", alive.Livestream.PlaybackURL, first.Data.PlaybackURL)
	equal("livestream_id", alive.Session.LivestreamID, firstID)
	equal("ingest_seconds", alive.Session.IngestSeconds, 3)
	equal("stopped_time", alive.Session.StoppedTime.IsZero(), true)
	equal("total_count", alive.Paging.TotalCount, 1)
	equal("start_offset", alive.Paging.StartOffset, 1)
	equal("end_offset", alive.Paging.EndOffset, 1)
	firstSessionID := present("session id", alive.Session.ID)
	invokedTime := alive.Session.InvokedTime
	sameTime("started_time", alive.Session.StartedTime, invokedTime.Add(2*time.Second))

	step("get its active livestream session")
	ongoing := answer(activeLivestreamSession(firstID)).Data
	equal("livestream status", ongoing.Livestream.Status, "LIVE")
	equal("session id", ongoing.Session.ID, firstSessionID)
	equal("ingest_seconds", ongoing.Session.IngestSeconds, "3")
	equal("viewer_seconds", ongoing.Session.ViewerSeconds, "0")

	step("60 seconds later, get the meeting's active session")
	advance(60)
	session := answer(sessionOfMeeting()).Data
	matches("id", session.ID, uuid)
	equal("associated_id", session.AssociatedID, meetingID)
	equal("organization_id", session.OrganizationID, appID)
	equal("meeting_display_name", session.MeetingDisplayName, "Broadcast")
	equal("status", session.Status, "LIVE")
	equal("type", session.Type, "meeting")
	equal("minutes_consumed", session.MinutesConsumed, 65.0/60)
	equal("ended_at", session.EndedAt, "")

	step("stop livestreaming the meeting")
	stopped := answer(stop())
	matches("message", stopped.Data.Message, regexp.MustCompile("(?i)stop"))

	step("nothing is active any more")
	_, err = activeOfMeeting()
	refused("active livestream", err, 404, "No active livestream")
	_, err = stop()
	refused("stop again", err, 404, "No active livestream")
	_, err = activeLivestreamSession(firstID)
	refused("active livestream session", err, 404, "No active livestream session")
	_, err = sessionOfMeeting()
	refused("active session", err, 404, "No active session")

	step("get the stopped livestream")
	idle := details(firstID, detailsParams{})
	equal("status", idle.Livestream.Status, "IDLE")
	equal("ingest_seconds", idle.Session.IngestSeconds, 63)
	sameTime("stopped_time", idle.Session.StoppedTime, invokedTime.Add(65*time.Second))
	equal("err_message", idle.Session.ErrMessage, "")

	step("get its livestream session")
	ended := answer(livestreams.GetLivestreamSessionDetailsForSessionID(ctx, appID, firstSessionID,
		rtk.LivestreamGetLivestreamSessionDetailsForSessionIDParams{AccountID: accountID})).Data
	equal("id", ended.ID, firstSessionID)
	equal("livestream_id", ended.LivestreamID, firstID)
	equal("ingest_seconds", ended.IngestSeconds, 63)
	sameTime("stopped_time", answer(time.Parse(time.RFC3339, ended.StoppedTime)), invokedTime.Add(65*time.Second))

	step("get the meeting's livestreams")
	var ofMeeting struct {
		Data struct {
			Livestreams []struct {
				ID       string `json:"id"`
				Disabled bool   `json:"disabled"`
			} `json:"livestreams"`
			Sessions struct {
				ID            string `json:"id"`
				IngestSeconds string `json:"ingest_seconds"`
			} `json:"sessions"`
			Paging paging `json:"paging"`
		} `json:"data"`
	}
	must(client.Get(ctx, appPath+"/meetings/"+meetingID+"/livestream?per_page=10", nil, &ofMeeting))
	equal("how many livestreams", len(ofMeeting.Data.Livestreams), 1)
	equal("id", ofMeeting.Data.Livestreams[0].ID, firstID)
	equal("disabled", ofMeeting.Data.Livestreams[0].Disabled, false)
	equal("session id", ofMeeting.Data.Sessions.ID, firstSessionID)
	equal("ingest_seconds", ofMeeting.Data.Sessions.IngestSeconds, "63")
	equal("total_count", ofMeeting.Data.Paging.TotalCount, 1)

	step("get the meeting session's livestream sessions")
	var ofSession struct {
		Data struct {
			ID            string  `json:"id"`
			LivestreamID  string  `json:"livestream_id"`
			IngestSeconds float64 `json:"ingest_seconds"`
			Paging        paging  `json:"paging"`
		} `json:"data"`
	}
	must(client.Get(ctx, appPath+"/sessions/"+session.ID+"/livestream-sessions", nil, &ofSession))
	equal("id", ofSession.Data.ID, firstSessionID)
	equal("livestream_id", ofSession.Data.LivestreamID, firstID)
	equal("ingest_seconds", ofSession.Data.IngestSeconds, 63)
	equal("total_count", ofSession.Data.Paging.TotalCount, 1)

	step("start a second livestream, which fails")
	second := answer(start(meetingID, startParams{Name: cloudflare.F("Second")}))
	secondID := present("id", second.Data.ID)
	advance(5)
	event(secondID, map[string]any{"event": "fail", "err_message": "encoder lost"})
	failed := details(secondID, detailsParams{})
	equal("status", failed.Livestream.Status, "ERRORED")
	equal("err_message", failed.Session.ErrMessage, "encoder lost")
	equal("ingest_seconds", failed.Session.IngestSeconds, 3)

	step("create an independent livestream")
	independent := answer(livestreams.NewIndependentLivestream(ctx, appID,
		rtk.LivestreamNewIndependentLivestreamParams{AccountID: accountID, Name: cloudflare.F("Independent")})).Data
	matches("id", independent.ID, uuid)
	equal("name", independent.Name, "Independent")
	equal("meeting_id", independent.JSON.MeetingID.Raw(), "null")
	equal("status", independent.Status, "INVOKED")
	equal("disabled", independent.Disabled, false)
	matches("stream_key", independent.StreamKey, streamKey)

	step("its encoder connects twice")
	event(independent.ID, map[string]any{"event": "live"})
	advance(10)
	event(independent.ID, map[string]any{"event": "stop"})
	event(independent.ID, map[string]any{"event": "live"})
	advance(20)
	event(independent.ID, map[string]any{"event": "stop"})
	page := func(number int64) detailsParams {
		return detailsParams{PageNo: cloudflare.F(number), PerPage: cloudflare.F(int64(1))}
	}
	latest := details(independent.ID, page(1))
	equal("status", latest.Livestream.Status, "IDLE")
	equal("meeting_id", latest.Livestream.MeetingID, "")
	equal("ingest_seconds of the latest", latest.Session.IngestSeconds, 20)
	earliest := details(independent.ID, page(2))
	equal("ingest_seconds of the earliest", earliest.Session.IngestSeconds, 10)
	equal("total_count", earliest.Paging.TotalCount, 2)
	equal("start_offset", earliest.Paging.StartOffset, 2)
	equal("end_offset", earliest.Paging.EndOffset, 2)

	return broadcasts{
		firstID:       firstID,
		secondID:      secondID,
		independentID: independent.ID,
		sessionID:     session.ID,
		invokedTime:   invokedTime,
	}
}
