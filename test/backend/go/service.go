package main

import (
	"context"
	"fmt"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/option"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

// showService keeps the shows of one app: each is a meeting that is livestreamed and recorded. It knows the SDK, and
// nothing of Greenroom.
type showService struct {
	client  *cloudflare.Client
	account string
	app     string
}

type show struct {
	meeting, livestream, recording string
	host                           string
	viewers                        []string
}

// state is what became of a show, as the lists tell it.
type state struct {
	livestream   string
	session      string
	status       string
	participants float64
	attended     []string
	recording    string
	film         string
}

// subscribe asks to be told of events at a URL.
func (s showService) subscribe(ctx context.Context, url string, events []string) error {
	var wanted []rtk.WebhookNewWebhookParamsEvent
	for _, event := range events {
		wanted = append(wanted, rtk.WebhookNewWebhookParamsEvent(event))
	}
	_, err := s.client.RealtimeKit.Webhooks.NewWebhook(ctx, s.app, rtk.WebhookNewWebhookParams{
		AccountID: cloudflare.F(s.account),
		Name:      cloudflare.F("shows"),
		URL:       cloudflare.F(url),
		Events:    cloudflare.F(wanted),
	})
	return err
}

// ensurePreset finds the preset of a name, or makes it like another one, and returns its id.
func (s showService) ensurePreset(ctx context.Context, name, like string) (string, error) {
	listed, err := s.client.RealtimeKit.Presets.Get(ctx, s.app, rtk.PresetGetParams{
		AccountID: cloudflare.F(s.account),
		PerPage:   cloudflare.F(100.0),
	})
	if err != nil {
		return "", err
	}
	ids := map[string]string{}
	for _, each := range listed.Data {
		ids[each.Name] = each.ID
	}
	if id, found := ids[name]; found {
		return id, nil
	}
	// By the plain calls: a preset as it was read serves to make another one.
	path := fmt.Sprintf("accounts/%s/realtime/kit/%s/presets", s.account, s.app)
	var model, made struct {
		Data map[string]any `json:"data"`
	}
	if err := s.client.Get(ctx, path+"/"+ids[like], nil, &model); err != nil {
		return "", err
	}
	body := map[string]any{"name": name}
	for _, part := range []string{"config", "permissions", "ui"} {
		body[part] = model.Data[part]
	}
	if err := s.client.Post(ctx, path, body, &made); err != nil {
		return "", err
	}
	return made.Data["id"].(string), nil
}

// begin creates a show, lets everybody in, and starts to livestream and record it.
func (s showService) begin(ctx context.Context, title, host string, viewers []string) (show, error) {
	account := cloudflare.F(s.account)
	kit := s.client.RealtimeKit
	meeting, err := kit.Meetings.New(ctx, s.app, rtk.MeetingNewParams{AccountID: account, Title: cloudflare.F(title)},
		option.WithJSONSet("transcribe_on_end", true), option.WithJSONSet("summarize_on_end", true))
	if err != nil {
		return show{}, err
	}
	made := show{meeting: meeting.Data.ID}
	letIn := func(name, preset string) (string, error) {
		added, err := kit.Meetings.AddParticipant(ctx, s.app, made.meeting, rtk.MeetingAddParticipantParams{
			AccountID:           account,
			CustomParticipantID: cloudflare.F(name),
			Name:                cloudflare.F(name),
			PresetName:          cloudflare.F(preset),
		})
		if err != nil {
			return "", err
		}
		return added.Data.Token, nil
	}
	if made.host, err = letIn(host, "show_host"); err != nil {
		return made, err
	}
	for _, name := range viewers {
		token, err := letIn(name, "livestream_viewer")
		if err != nil {
			return made, err
		}
		made.viewers = append(made.viewers, token)
	}
	livestream, err := kit.Livestreams.StartLivestreamingAMeeting(ctx, s.app, made.meeting,
		rtk.LivestreamStartLivestreamingAMeetingParams{AccountID: account, Name: cloudflare.F(title)})
	if err != nil {
		return made, err
	}
	made.livestream = livestream.Data.ID
	recording, err := kit.Recordings.StartRecordings(ctx, s.app, rtk.RecordingStartRecordingsParams{
		AccountID: account,
		MeetingID: cloudflare.F(made.meeting),
	})
	if err != nil {
		return made, err
	}
	made.recording = recording.Data.ID
	return made, nil
}

// finish stops the livestream, and puts everybody out, which ends the session and the recording.
func (s showService) finish(ctx context.Context, of show) error {
	account := cloudflare.F(s.account)
	kit := s.client.RealtimeKit
	if _, err := kit.Livestreams.StopLivestreamingAMeeting(ctx, s.app, of.meeting,
		rtk.LivestreamStopLivestreamingAMeetingParams{AccountID: account}); err != nil {
		return err
	}
	_, err := kit.ActiveSession.KickAllParticipants(ctx, s.app, of.meeting,
		rtk.ActiveSessionKickAllParticipantsParams{AccountID: account})
	return err
}

// reconcile asks the service what became of a show, as a nightly job does that missed webhooks.
func (s showService) reconcile(ctx context.Context, of show) (found state, err error) {
	account := cloudflare.F(s.account)
	kit := s.client.RealtimeKit
	livestream, err := kit.Livestreams.GetLivestreamSessionForLivestreamID(ctx, s.app, of.livestream,
		rtk.LivestreamGetLivestreamSessionForLivestreamIDParams{AccountID: account})
	if err != nil {
		return found, err
	}
	found.livestream = string(livestream.Data.Livestream.Status)
	sessions, err := kit.Sessions.GetSessions(ctx, s.app, rtk.SessionGetSessionsParams{
		AccountID: account, AssociatedID: cloudflare.F(of.meeting)})
	if err != nil {
		return found, err
	}
	session := sessions.Data.Sessions[0]
	found.session, found.status = session.ID, string(session.Status)
	found.participants = session.MaxConcurrentParticipants
	attended, err := kit.Sessions.GetSessionParticipants(ctx, s.app, session.ID, rtk.SessionGetSessionParticipantsParams{
		AccountID: account,
		SortBy:    cloudflare.F(rtk.SessionGetSessionParticipantsParamsSortByJoinedAt),
		SortOrder: cloudflare.F(rtk.SessionGetSessionParticipantsParamsSortOrderAsc),
	})
	if err != nil {
		return found, err
	}
	for _, each := range attended.Data.Participants {
		found.attended = append(found.attended, fmt.Sprintf("%s %.2f", each.CustomParticipantID, each.Duration))
	}
	recordings, err := kit.Recordings.GetRecordings(ctx, s.app, rtk.RecordingGetRecordingsParams{
		AccountID: account, MeetingID: cloudflare.F(of.meeting)})
	if err != nil {
		return found, err
	}
	recording := recordings.Data[0]
	found.recording, found.film = recording.ID+" "+string(recording.Status), recording.DownloadURL
	return found, nil
}
