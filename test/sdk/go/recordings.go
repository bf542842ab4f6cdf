package main

import (
	"io"
	"net/http"
	"regexp"

	"github.com/cloudflare/cloudflare-go/v6"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

var audioFile = regexp.MustCompile(`show_\d+\.mp3$`)

// recordings are those of a meeting: started, paused, resumed, stopped, uploaded, and one for each participant.
func recordings(prepared preparation) {
	meetings, recordings := client.RealtimeKit.Meetings, client.RealtimeKit.Recordings
	appID := prepared.appID
	meetingID := answer(meetings.New(ctx, appID, rtk.MeetingNewParams{
		AccountID: accountID,
		Title:     cloudflare.F("Recorded"),
	})).Data.ID

	step("start a recording")
	params := rtk.RecordingStartRecordingsParams{
		AccountID:      accountID,
		MeetingID:      cloudflare.F(meetingID),
		MaxSeconds:     cloudflare.F(int64(3600)),
		FileNamePrefix: cloudflare.F("show"),
		AudioConfig: cloudflare.F(rtk.RecordingStartRecordingsParamsAudioConfig{
			Codec: cloudflare.F(rtk.RecordingStartRecordingsParamsAudioConfigCodecMP3),
		}),
		StorageConfig: cloudflare.F(rtk.RecordingStartRecordingsParamsStorageConfig{
			Type:   cloudflare.F(rtk.RecordingStartRecordingsParamsStorageConfigTypeAws),
			Bucket: cloudflare.F("b"),
			Secret: cloudflare.F("hush"),
		}),
	}
	started := answer(recordings.StartRecordings(ctx, appID, params)).Data
	matches("id", started.ID, uuid)
	equal("status", started.Status, "INVOKED")
	equal("secret", started.StorageConfig.Secret, "")
	_, err := recordings.StartRecordings(ctx, appID, params)
	refused("a second one", err, 400, "is already active")
	control("meetings/"+meetingID+"/join", map[string]any{})
	advance(10)
	ofMeeting := rtk.RecordingGetActiveRecordingsParams{AccountID: accountID}
	active := answer(recordings.GetActiveRecordings(ctx, appID, meetingID, ofMeeting)).Data
	equal("id", active.ID, started.ID)
	equal("status", active.Status, "RECORDING")

	step("pause, resume and stop it")
	act := func(action string) (*rtk.RecordingPauseResumeStopRecordingResponse, error) {
		return recordings.PauseResumeStopRecording(ctx, appID, started.ID, rtk.RecordingPauseResumeStopRecordingParams{
			AccountID: accountID,
			Action:    cloudflare.F(rtk.RecordingPauseResumeStopRecordingParamsAction(action)),
		})
	}
	for _, change := range [][2]string{{"pause", "PAUSED"}, {"resume", "RECORDING"}, {"stop", "UPLOADING"}} {
		equal("status", string(answer(act(change[0])).Data.Status), change[1])
	}
	_, err = act("stop")
	refused("what has stopped", err, 400, "The recording is not in progress")
	_, err = recordings.GetActiveRecordings(ctx, appID, meetingID, ofMeeting)
	refused("the active one", err, 404, "No active recording")

	step("fetch its files")
	advance(10)
	uploaded := answer(recordings.GetOneRecording(ctx, appID, started.ID,
		rtk.RecordingGetOneRecordingParams{AccountID: accountID})).Data
	equal("status", uploaded.Status, "UPLOADED")
	equal("stop_reason", uploaded.StopReason.Reason, "API_CALL")
	file := answer(http.Get(present("download_url", uploaded.DownloadURL)))
	defer file.Body.Close()
	equal("file_size", float64(len(answer(io.ReadAll(file.Body)))), uploaded.FileSize)
	matches("audio_download_url", uploaded.AudioDownloadURL, audioFile)

	step("record the participants")
	must(recordings.StartTrackRecording(ctx, appID, rtk.RecordingStartTrackRecordingParams{
		AccountID: accountID,
		MeetingID: cloudflare.F(meetingID),
		Layers: cloudflare.F(map[string]rtk.RecordingStartTrackRecordingParamsLayers{
			"default": {FileNamePrefix: cloudflare.F("speaker")},
		}),
	}))

	step("list recordings")
	query := rtk.RecordingGetRecordingsParams{
		AccountID: accountID,
		MeetingID: cloudflare.F(meetingID),
		PerPage:   cloudflare.F(1.0),
	}
	listed := answer(recordings.GetRecordings(ctx, appID, query))
	equal("status", string(listed.Data[0].Status), "INVOKED")
	equal("total_count", listed.Paging.TotalCount, 2.0)
	query.Status = cloudflare.F([]rtk.RecordingGetRecordingsParamsStatus{"UPLOADED", "ERRORED"})
	query.Expired = cloudflare.F(false)
	found := answer(recordings.GetRecordings(ctx, appID, query))
	equal("id", found.Data[0].ID, started.ID)
	equal("meeting", found.Data[0].Meeting.Title, "Recorded")
	control("meetings/"+meetingID+"/leave", map[string]any{})
}
