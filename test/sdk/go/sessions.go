package main

import (
	"regexp"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/option"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

// sessionRecords are what a session leaves behind: who attended it, and what was said.
func sessionRecords(prepared preparation) {
	meetings, activeSession := client.RealtimeKit.Meetings, client.RealtimeKit.ActiveSession
	sessions, appID := client.RealtimeKit.Sessions, prepared.appID
	meetingID := answer(meetings.New(ctx, appID, rtk.MeetingNewParams{
		AccountID: accountID,
		Title:     cloudflare.F("Talk"),
	}, option.WithJSONSet("transcribe_on_end", true))).Data.ID
	host := answer(meetings.AddParticipant(ctx, appID, meetingID, rtk.MeetingAddParticipantParams{
		AccountID:           accountID,
		CustomParticipantID: cloudflare.F("host"),
		PresetName:          cloudflare.F("webinar_presenter"),
		Name:                cloudflare.F("Ada"),
	})).Data
	join := "meetings/" + meetingID + "/join"
	control(join, map[string]any{"participant": map[string]any{"id": host.ID}})
	control(join, map[string]any{"participant": map[string]any{"id": "bob", "name": "Bob"}})
	sessionID := answer(activeSession.GetActiveSession(ctx, appID, meetingID,
		rtk.ActiveSessionGetActiveSessionParams{AccountID: accountID})).Data.ID
	said := "sessions/" + sessionID
	control(said+"/chat", map[string]any{"messages": []any{map[string]any{"participant_id": "bob", "payload": "Hello"}}})
	control(said+"/transcript", map[string]any{"lines": []any{map[string]any{"participant_id": "bob", "text": "Hello"}}})
	advance(90)
	answer(activeSession.KickAllParticipants(ctx, appID, meetingID,
		rtk.ActiveSessionKickAllParticipantsParams{AccountID: accountID}))

	step("participants of a session")
	attended := answer(sessions.GetSessionParticipants(ctx, appID, sessionID, rtk.SessionGetSessionParticipantsParams{
		AccountID: accountID,
		Search:    cloudflare.F("ada"),
		SortBy:    cloudflare.F(rtk.SessionGetSessionParticipantsParamsSortByDuration),
		View:      cloudflare.F(rtk.SessionGetSessionParticipantsParamsViewConsolidated),
	})).Data.Participants
	equal("how many", len(attended), 1)
	equal("user_id", attended[0].UserID, host.ID)
	equal("duration", attended[0].Duration, 1.5)
	peerID := attended[0].ID
	ofAccount := rtk.SessionGetSessionParticipantDetailsParams{AccountID: accountID}
	details := answer(sessions.GetSessionParticipantDetails(ctx, appID, sessionID, peerID, ofAccount))
	equal("display_name", details.Data.Participant.DisplayName, "Ada")
	// No proxy can check this answer: its published schema is not valid.
	report := answer(sessions.GetParticipantDataFromPeerID(ctx, appID, peerID,
		rtk.SessionGetParticipantDataFromPeerIDParams{AccountID: accountID},
		option.WithBaseURL(greenroomURL+"/client/v4")))
	equal("id", report.Data.Participant.ID, peerID)
	_, err := sessions.GetSessionParticipantDetails(ctx, appID, sessionID, "nobody", ofAccount)
	refused("nobody", err, 404, "No user found with id nobody")

	step("chat, transcript and summary of a session")
	chat := answer(sessions.GetSessionChat(ctx, appID, sessionID, rtk.SessionGetSessionChatParams{AccountID: accountID}))
	matches("chat_download_url", chat.Data.ChatDownloadURL, regexp.MustCompile(`/downloads/.+\.csv$`))
	transcript := answer(sessions.GetSessionTranscripts(ctx, appID, sessionID,
		rtk.SessionGetSessionTranscriptsParams{AccountID: accountID}))
	equal("sessionId", transcript.Data.SessionID, sessionID)
	ofSummary := rtk.SessionGetSessionSummaryParams{AccountID: accountID}
	_, err = sessions.GetSessionSummary(ctx, appID, sessionID, ofSummary)
	refused("the summary", err, 404, "No summary found for this session!")
	must(sessions.GenerateSummaryOfTranscripts(ctx, appID, sessionID,
		rtk.SessionGenerateSummaryOfTranscriptsParams{AccountID: accountID}))
	summary := answer(sessions.GetSessionSummary(ctx, appID, sessionID, ofSummary))
	matches("summaryDownloadUrl", summary.Data.SummaryDownloadURL, regexp.MustCompile(`summary\.txt$`))
}
