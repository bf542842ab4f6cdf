package main

import (
	"fmt"
	"regexp"

	"github.com/cloudflare/cloudflare-go/v6"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

var jsonWebToken = regexp.MustCompile(`^[\w-]+\.[\w-]+\.[\w-]+$`)

// participants are those of a meeting: added, changed, let in by their tokens, kicked out.
func participants(prepared preparation) {
	meetings, activeSession := client.RealtimeKit.Meetings, client.RealtimeKit.ActiveSession
	appID := prepared.appID
	meetingID := answer(meetings.New(ctx, appID, rtk.MeetingNewParams{
		AccountID: accountID,
		Title:     cloudflare.F("Show"),
	})).Data.ID
	path := fmt.Sprintf("accounts/%s/realtime/kit/%s/meetings/%s", account, appID, meetingID)

	step("add participants")
	host := answer(meetings.AddParticipant(ctx, appID, meetingID, rtk.MeetingAddParticipantParams{
		AccountID:           accountID,
		CustomParticipantID: cloudflare.F("host"),
		PresetName:          cloudflare.F("livestream_host"),
		Name:                cloudflare.F("Ada"),
	})).Data
	matches("id", host.ID, uuid)
	matches("token", host.Token, jsonWebToken)
	equal("name", host.Name, "Ada")
	guest := rtk.MeetingAddParticipantParams{
		AccountID:           accountID,
		CustomParticipantID: cloudflare.F("guest"),
		PresetName:          cloudflare.F("livestream_viewer"),
	}
	guestID := answer(meetings.AddParticipant(ctx, appID, meetingID, guest)).Data.ID
	guest.PresetName = cloudflare.F("nothing")
	_, err := meetings.AddParticipant(ctx, appID, meetingID, guest)
	refused("an unknown preset", err, 404, "No preset found")

	step("list and get participants")
	listed := answer(meetings.GetMeetingParticipants(ctx, appID, meetingID, rtk.MeetingGetMeetingParticipantsParams{
		AccountID: accountID,
		PerPage:   cloudflare.F(1.0),
		PageNo:    cloudflare.F(2.0),
	}))
	equal("id", listed.Data[0].ID, host.ID)
	equal("total_count", listed.Paging.TotalCount, 2.0)
	get := rtk.MeetingGetMeetingParticipantParams{AccountID: accountID}
	got := answer(meetings.GetMeetingParticipant(ctx, appID, meetingID, host.ID, get))
	equal("preset_name", got.Data.PresetName, "livestream_host")

	step("edit and replace a participant")
	edited := answer(meetings.EditParticipant(ctx, appID, meetingID, guestID, rtk.MeetingEditParticipantParams{
		AccountID: accountID,
		Name:      cloudflare.F("Bob"),
	}))
	equal("name", edited.Data.Name, "Bob")
	equal("custom_participant_id", edited.Data.CustomParticipantID, "guest")
	var replaced struct {
		Data rtk.MeetingEditParticipantResponseData `json:"data"`
	}
	replacement := map[string]any{"custom_participant_id": "viewer", "preset_name": "webinar_viewer"}
	must(client.Put(ctx, path+"/participants/"+guestID, replacement, &replaced))
	equal("preset_name", replaced.Data.PresetName, "webinar_viewer")

	step("join with tokens")
	renewed := answer(meetings.RefreshParticipantToken(ctx, appID, meetingID, host.ID,
		rtk.MeetingRefreshParticipantTokenParams{AccountID: accountID}))
	join := "meetings/" + meetingID + "/join"
	control(join, map[string]any{"participant": map[string]any{"token": renewed.Data.Token}})
	control(join, map[string]any{"participant": map[string]any{"custom_participant_id": "viewer"}})
	query := rtk.ActiveSessionGetActiveSessionParams{AccountID: accountID}
	session := answer(activeSession.GetActiveSession(ctx, appID, meetingID, query))
	equal("live_participants", session.Data.LiveParticipants, 2.0)

	step("mute and ask them")
	var muted struct {
		Data struct {
			Participants []struct {
				ID string `json:"id"`
			} `json:"participants"`
			Count int `json:"muted_participants_count"`
		} `json:"data"`
	}
	named := map[string]any{"participant_ids": []string{host.ID}, "custom_participant_ids": []string{}}
	must(client.Post(ctx, path+"/active-session/mute", named, &muted))
	equal("muted", muted.Data.Participants[0].ID, host.ID)
	must(client.Post(ctx, path+"/active-session/mute-all", map[string]any{"allow_unmute": true}, &muted))
	equal("muted_participants_count", muted.Data.Count, 2)
	poll := answer(activeSession.NewPoll(ctx, appID, meetingID, rtk.ActiveSessionNewPollParams{
		AccountID: accountID,
		Question:  cloudflare.F("Tea?"),
		Options:   cloudflare.F([]string{"Yes", "No"}),
	})).Data.Poll
	equal("question", poll.Question, "Tea?")
	equal("options", len(poll.Options), 2)

	step("kick one, and then all")
	kick := rtk.ActiveSessionKickParticipantsParams{
		AccountID:            accountID,
		ParticipantIDs:       cloudflare.F([]string{guestID}),
		CustomParticipantIDs: cloudflare.F([]string{}),
	}
	kicked := answer(activeSession.KickParticipants(ctx, appID, meetingID, kick))
	equal("kicked", kicked.Data.Participants[0].ID, guestID)
	_, err = activeSession.KickParticipants(ctx, appID, meetingID, kick)
	refused("who has left", err, 404, "No user found with id "+guestID)
	kick.ParticipantIDs = cloudflare.F([]string{})
	_, err = activeSession.KickParticipants(ctx, appID, meetingID, kick)
	refused("nobody", err, 400, "at least one participant")
	all := answer(activeSession.KickAllParticipants(ctx, appID, meetingID,
		rtk.ActiveSessionKickAllParticipantsParams{AccountID: accountID}))
	equal("kicked_participants_count", all.Data.KickedParticipantsCount, 1.0)
	_, err = activeSession.GetActiveSession(ctx, appID, meetingID, query)
	refused("the session", err, 404, "No active session")

	step("delete a participant")
	deleted := answer(meetings.DeleteMeetingParticipant(ctx, appID, meetingID, guestID,
		rtk.MeetingDeleteMeetingParticipantParams{AccountID: accountID}))
	equal("custom_participant_id", deleted.Data.CustomParticipantID, "viewer")
	_, err = meetings.GetMeetingParticipant(ctx, appID, meetingID, guestID, get)
	refused("a deleted participant", err, 404, "No participant found")
}
