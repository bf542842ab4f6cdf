// Command backend plays a show with the back end against Greenroom at GREENROOM_URL, whose clock and people it moves by
// the control API.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"strings"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/option"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

const account = "backend-go"

var (
	origin = os.Getenv("GREENROOM_URL")
	checks = 0
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func load(url string) []byte {
	response := must(http.Get(url))
	defer response.Body.Close()
	return must(io.ReadAll(response.Body))
}

func control(method, path string, body map[string]any) map[string]any {
	body["account_id"] = account
	request := must(http.NewRequest(method, origin+"/_greenroom"+path, bytes.NewReader(must(json.Marshal(body)))))
	request.Header.Set("content-type", "application/json")
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	text := must(io.ReadAll(response.Body))
	var answer map[string]any
	must(0, json.Unmarshal(text, &answer))
	if response.StatusCode >= 300 {
		must(0, fmt.Errorf("%s %s: %d %s", method, path, response.StatusCode, text))
	}
	return answer
}

func advance(seconds int) {
	control("POST", "/clock/advance", map[string]any{"seconds": seconds})
}

func equal(what string, seen, expected any) {
	if fmt.Sprint(seen) != fmt.Sprint(expected) {
		must(0, fmt.Errorf("%s: expected %v, got %v", what, expected, seen))
	}
	checks++
}

func main() {
	ctx := context.Background()
	control("POST", "/reset", map[string]any{"fixtures": "none"})
	control("PUT", "/clock", map[string]any{"mode": "frozen", "now": "2026-01-01T20:00:00Z"})
	var known struct {
		Data struct {
			PublicKey string `json:"publicKey"`
		} `json:"data"`
	}
	must(0, json.Unmarshal(load(origin+"/.well-known/webhooks.json"), &known))
	received := must(startReceiver(known.Data.PublicKey))
	defer received.Close()

	client := cloudflare.NewClient(option.WithAPIToken("any-token"), option.WithBaseURL(origin+"/client/v4"),
		option.WithMaxRetries(0))
	app := must(client.RealtimeKit.Apps.Post(ctx, rtk.AppPostParams{
		AccountID: cloudflare.F(account), Name: cloudflare.F("Shows")}))
	shows := showService{client: client, account: account, app: app.Data.App.ID}
	must(0, shows.subscribe(ctx, received.URL, []string{
		"meeting.started", "meeting.participantJoined", "meeting.participantLeft", "meeting.ended", "meeting.chatSynced",
		"meeting.transcript", "meeting.summary", "livestreaming.statusUpdate", "recording.statusUpdate",
	}))
	preset := must(shows.ensurePreset(ctx, "show_host", "livestream_host"))
	equal("the preset that is there", must(shows.ensurePreset(ctx, "show_host", "livestream_host")), preset)

	evening := must(shows.begin(ctx, "Evening show", "ada", []string{"bob", "cem"}))
	var session, host string
	for _, token := range append([]string{evening.host}, evening.viewers...) {
		joined := control("POST", "/meetings/"+evening.meeting+"/join",
			map[string]any{"participant": map[string]any{"token": token}})
		session = joined["session_id"].(string)
		if host == "" {
			host = joined["participants"].([]any)[0].(map[string]any)["id"].(string)
		}
		advance(2)
	}
	control("POST", "/sessions/"+session+"/chat", map[string]any{
		"messages": []any{map[string]any{"participant_id": host, "payload": "Good evening"}}})
	control("POST", "/sessions/"+session+"/transcript", map[string]any{
		"lines": []any{map[string]any{"participant_id": host, "text": "Good evening, everybody."}}})
	advance(594)
	must(0, shows.finish(ctx, evening))
	advance(60)

	found := must(shows.reconcile(ctx, evening))
	equal("the livestream", found.livestream, "IDLE")
	equal("the session", []any{found.session, found.status, found.participants}, []any{session, "ENDED", 3})
	equal("who attended, and how many minutes", found.attended, []string{"ada 10.00", "bob 9.97", "cem 9.93"})
	equal("the recording", found.recording, evening.recording+" UPLOADED")
	equal("the film", string(load(found.film)[4:8]), "ftyp")

	received.Lock()
	defer received.Unlock()
	var livestream, recording, meeting []string
	for _, each := range received.told {
		switch {
		case each.Event == "livestreaming.statusUpdate":
			livestream = append(livestream, each.Status)
		case each.Event == "recording.statusUpdate":
			recording = append(recording, each.Recording.Status)
		default:
			meeting = append(meeting, strings.TrimPrefix(each.Event, "meeting."))
		}
		if each.Event == "meeting.chatSynced" {
			equal("the chat", strings.Contains(string(load(each.ChatDownloadURL)), "Good evening"), true)
		}
		if each.Recording.Status == "UPLOADED" {
			equal("the film's link", each.Recording.DownloadURL, found.film)
		}
	}
	sort.Strings(meeting)
	equal("refused webhooks", received.refused, 0)
	equal("the livestream's webhooks", livestream, []string{"LIVE", "IDLE"})
	equal("the recording's webhooks", recording, []string{"RECORDING", "UPLOADING", "UPLOADED"})
	equal("the meeting's webhooks", meeting, []string{
		"chatSynced", "ended", "participantJoined", "participantJoined", "participantJoined",
		"participantLeft", "participantLeft", "participantLeft", "started", "summary", "transcript"})
	fmt.Printf("%d checks passed in the back end\n", checks)
}
