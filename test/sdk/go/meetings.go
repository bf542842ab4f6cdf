package main

import (
	"fmt"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/option"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

type preparation struct {
	appID, meetingID, inactiveMeetingID string
}

// prepare makes an app with a meeting that can be livestreamed, and one that cannot.
func prepare() preparation {
	apps, meetings := client.RealtimeKit.Apps, client.RealtimeKit.Meetings

	step("create an app")
	createdApp := answer(apps.Post(ctx, rtk.AppPostParams{
		AccountID: accountID,
		Name:      cloudflare.F("Life of a livestream"),
	}))
	equal("success", createdApp.Success, true)
	app := createdApp.Data.App
	matches("id", app.ID, uuid)
	equal("name", app.Name, "Life of a livestream")

	step("list the apps, with an email and a key")
	byKey := createClient(option.WithAPIEmail("a@example.com"), option.WithAPIKey("any-key"))
	listedApps := answer(byKey.RealtimeKit.Apps.Get(ctx, rtk.AppGetParams{AccountID: accountID}))
	var inList string
	for _, listed := range listedApps.Data {
		if listed.ID == app.ID {
			inList = listed.Name
		}
	}
	equal("the app in it", inList, app.Name)

	step("get the app")
	var gotApp struct {
		Data rtk.AppPostResponseDataApp `json:"data"`
	}
	path := fmt.Sprintf("accounts/%s/realtime/kit/apps/%s", account, app.ID)
	must(client.Get(ctx, path, nil, &gotApp))
	equal("id", gotApp.Data.ID, app.ID)
	equal("name", gotApp.Data.Name, app.Name)
	equal("created_at", gotApp.Data.CreatedAt, app.CreatedAt)

	step("create a meeting")
	createdMeeting := answer(meetings.New(ctx, app.ID, rtk.MeetingNewParams{
		AccountID:                  accountID,
		Title:                      cloudflare.F("Weekly broadcast"),
		RecordOnStart:              cloudflare.F(true),
		PersistChat:                cloudflare.F(true),
		SessionKeepAliveTimeInSecs: cloudflare.F(120.0),
		RecordingConfig: cloudflare.F(rtk.MeetingNewParamsRecordingConfig{
			MaxSeconds:     cloudflare.F(3600.0),
			FileNamePrefix: cloudflare.F("life"),
			AudioConfig: cloudflare.F(rtk.MeetingNewParamsRecordingConfigAudioConfig{
				Codec:      cloudflare.F(rtk.MeetingNewParamsRecordingConfigAudioConfigCodecAac),
				Channel:    cloudflare.F(rtk.MeetingNewParamsRecordingConfigAudioConfigChannelMono),
				ExportFile: cloudflare.F(false),
			}),
			VideoConfig: cloudflare.F(rtk.MeetingNewParamsRecordingConfigVideoConfig{
				Codec:  cloudflare.F(rtk.MeetingNewParamsRecordingConfigVideoConfigCodecH264),
				Width:  cloudflare.F(int64(640)),
				Height: cloudflare.F(int64(360)),
				Watermark: cloudflare.F(rtk.MeetingNewParamsRecordingConfigVideoConfigWatermark{
					Position: cloudflare.F(rtk.MeetingNewParamsRecordingConfigVideoConfigWatermarkPositionRightTop),
					Size: cloudflare.F(rtk.MeetingNewParamsRecordingConfigVideoConfigWatermarkSize{
						Width:  cloudflare.F(int64(100)),
						Height: cloudflare.F(int64(40)),
					}),
					URL: cloudflare.F("https://example.com/logo.png"),
				}),
			}),
			LiveStreamingConfig: cloudflare.F(rtk.MeetingNewParamsRecordingConfigLiveStreamingConfig{
				RtmpURL: cloudflare.F("rtmp://example.com/live"),
			}),
		}),
	}))
	meeting := createdMeeting.Data
	matches("id", meeting.ID, uuid)
	equal("status", meeting.Status, "ACTIVE")
	equal("title", meeting.Title, "Weekly broadcast")
	equal("record_on_start", meeting.RecordOnStart, true)
	equal("persist_chat", meeting.PersistChat, true)
	equal("live_stream_on_start", meeting.LiveStreamOnStart, false)
	equal("session_keep_alive_time_in_secs", meeting.SessionKeepAliveTimeInSecs, 120)
	recording := meeting.RecordingConfig
	equal("max_seconds", recording.MaxSeconds, 3600)
	equal("file_name_prefix", recording.FileNamePrefix, "life")
	equal("audio_config.codec", recording.AudioConfig.Codec, "AAC")
	equal("audio_config.channel", recording.AudioConfig.Channel, "mono")
	equal("audio_config.export_file", recording.AudioConfig.ExportFile, false)
	equal("video_config.codec", recording.VideoConfig.Codec, "H264")
	equal("video_config.width", recording.VideoConfig.Width, 640)
	equal("video_config.height", recording.VideoConfig.Height, 360)
	equal("watermark.position", recording.VideoConfig.Watermark.Position, "right top")
	equal("watermark.size.width", recording.VideoConfig.Watermark.Size.Width, 100)
	equal("watermark.size.height", recording.VideoConfig.Watermark.Size.Height, 40)
	equal("watermark.url", recording.VideoConfig.Watermark.URL, "https://example.com/logo.png")
	equal("live_streaming_config.rtmp_url", recording.LiveStreamingConfig.RtmpURL, "rtmp://example.com/live")

	step("get the meeting")
	got := answer(meetings.GetMeetingByID(ctx, app.ID, meeting.ID,
		rtk.MeetingGetMeetingByIDParams{AccountID: accountID}))
	equal("title", got.Data.Title, meeting.Title)
	equal("the meeting", got.Data.JSON.RawJSON(), meeting.JSON.RawJSON())

	step("patch the meeting")
	patched := answer(meetings.UpdateMeetingByID(ctx, app.ID, meeting.ID, rtk.MeetingUpdateMeetingByIDParams{
		AccountID: accountID,
		Title:     cloudflare.F("Monthly broadcast"),
	}))
	equal("title", patched.Data.Title, "Monthly broadcast")
	equal("persist_chat", patched.Data.PersistChat, true)
	equal("recording_config", patched.Data.RecordingConfig.JSON.RawJSON(), recording.JSON.RawJSON())

	step("put the meeting")
	replaced := answer(meetings.ReplaceMeetingByID(ctx, app.ID, meeting.ID, rtk.MeetingReplaceMeetingByIDParams{
		AccountID: accountID,
		Title:     cloudflare.F("Broadcast"),
	}))
	equal("id", replaced.Data.ID, meeting.ID)
	equal("title", replaced.Data.Title, "Broadcast")
	equal("persist_chat", replaced.Data.PersistChat, false)
	equal("session_keep_alive_time_in_secs", replaced.Data.SessionKeepAliveTimeInSecs, 60)
	equal("recording_config", replaced.Data.RecordingConfig.JSON.RawJSON(), "")

	step("list the meetings")
	closed := answer(meetings.New(ctx, app.ID, rtk.MeetingNewParams{
		AccountID: accountID,
		Title:     cloudflare.F("Closed"),
	})).Data
	deactivated := answer(meetings.UpdateMeetingByID(ctx, app.ID, closed.ID, rtk.MeetingUpdateMeetingByIDParams{
		AccountID: accountID,
		Status:    cloudflare.F(rtk.MeetingUpdateMeetingByIDParamsStatusInactive),
	}))
	equal("status", deactivated.Data.Status, "INACTIVE")
	found := answer(meetings.Get(ctx, app.ID, rtk.MeetingGetParams{
		AccountID: accountID,
		Search:    cloudflare.F("Broad"),
	}))
	equal("how many found by title", len(found.Data), 1)
	equal("found by title", found.Data[0].ID, meeting.ID)
	// This SDK's parameters have no status.
	inactive := answer(meetings.Get(ctx, app.ID, rtk.MeetingGetParams{AccountID: accountID},
		option.WithQuery("status", "INACTIVE")))
	equal("how many found by status", len(inactive.Data), 1)
	equal("found by status", inactive.Data[0].ID, closed.ID)
	page := answer(meetings.Get(ctx, app.ID, rtk.MeetingGetParams{
		AccountID: accountID,
		PageNo:    cloudflare.F(2.0),
		PerPage:   cloudflare.F(1.0),
	}))
	equal("total_count", page.Paging.TotalCount, 2)
	equal("start_offset", page.Paging.StartOffset, 2)
	equal("end_offset", page.Paging.EndOffset, 2)

	return preparation{appID: app.ID, meetingID: meeting.ID, inactiveMeetingID: closed.ID}
}
