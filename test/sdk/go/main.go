// Command sdk leads livestreams through their whole life with the official Go SDK, on a Greenroom whose clock is
// frozen: GREENROOM_BASE_URL is the SDK's base URL, GREENROOM_URL where the control API is.
//
// What Greenroom emulates and this SDK has no method for is called with its plain Get and Post: an app by its id,
// making, changing and replacing a preset, replacing a participant, muting, a meeting's livestreams, a meeting
// session's livestream sessions, day-wise livestream analytics.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"

	"github.com/cloudflare/cloudflare-go/v6"
	"github.com/cloudflare/cloudflare-go/v6/option"
)

const account = "sdk-go"

var (
	uuid         = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	streamKey    = regexp.MustCompile(`^[0-9a-f]{32}k[0-9a-f]{32}$`)
	playbackURL  = regexp.MustCompile(`^https?://.+/[0-9a-f]{32}/manifest/video\.m3u8$`)
	ingestServer = regexp.MustCompile(`^rtmps?://.+/live/$`)
)

var (
	ctx          = context.Background()
	accountID    = cloudflare.F(account)
	baseURL      = os.Getenv("GREENROOM_BASE_URL")
	greenroomURL = os.Getenv("GREENROOM_URL")
	client       = createClient(option.WithAPIToken("any-token"))
)

// createClient is without retries: the SDK repeats a 409 by itself.
func createClient(credentials ...option.RequestOption) *cloudflare.Client {
	return cloudflare.NewClient(append(credentials, option.WithBaseURL(baseURL), option.WithMaxRetries(0))...)
}

func control(path string, body map[string]any) {
	payload := answer(json.Marshal(body))
	response := answer(http.Post(greenroomURL+"/_greenroom/"+path, "application/json", bytes.NewReader(payload)))
	defer response.Body.Close()
	text := answer(io.ReadAll(response.Body))
	if response.StatusCode >= 300 {
		fail("POST /_greenroom/"+path, "an answer", fmt.Sprintf("%d %s", response.StatusCode, text))
	}
}

func advance(seconds int) {
	control("clock/advance", map[string]any{"seconds": seconds})
}

type paging struct {
	TotalCount  int64 `json:"total_count"`
	StartOffset int64 `json:"start_offset"`
	EndOffset   int64 `json:"end_offset"`
}

func main() {
	if baseURL == "" || greenroomURL == "" {
		fmt.Fprintln(os.Stderr, "GREENROOM_BASE_URL and GREENROOM_URL must be set")
		os.Exit(2)
	}
	prepared := prepare()
	presets(prepared)
	report(prepared, broadcast(prepared))
	participants(prepared)
	sessionRecords(prepared)
	recordings(prepared)
	fmt.Printf("%d checks passed in %d steps\n", checks, steps)
}
