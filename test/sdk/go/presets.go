package main

import (
	"fmt"

	"github.com/cloudflare/cloudflare-go/v6"
	rtk "github.com/cloudflare/cloudflare-go/v6/realtime_kit"
)

// preset is what the plain calls give and take: a body as it was read serves to make another one.
type preset struct {
	ID          string         `json:"id,omitempty"`
	Name        string         `json:"name,omitempty"`
	Config      map[string]any `json:"config,omitempty"`
	Permissions map[string]any `json:"permissions,omitempty"`
	UI          map[string]any `json:"ui,omitempty"`
}

// presets are those that an app begins with, and one of its own through its whole life.
func presets(prepared preparation) {
	service := client.RealtimeKit.Presets

	step("list the presets of a new app")
	listed := answer(service.Get(ctx, prepared.appID, rtk.PresetGetParams{
		AccountID: accountID,
		PerPage:   cloudflare.F(100.0),
	}))
	equal("total_count", listed.Paging.TotalCount, 7.0)
	var hostID string
	for _, each := range listed.Data {
		if each.Name == "livestream_host" {
			hostID = each.ID
		}
	}
	matches("id", hostID, uuid)

	step("get a preset")
	host := answer(service.GetPresetByID(ctx, prepared.appID, hostID, rtk.PresetGetPresetByIDParams{
		AccountID: accountID,
	}))
	equal("can_livestream", host.Data.Permissions.CanLivestream, true)

	step("create a preset")
	path := fmt.Sprintf("accounts/%s/realtime/kit/%s/presets", account, prepared.appID)
	var got struct {
		Data preset `json:"data"`
	}
	must(client.Get(ctx, path+"/"+hostID, nil, &got))
	body := got.Data
	body.ID, body.Name = "", "moderator"
	var created struct {
		Data preset `json:"data"`
	}
	must(client.Post(ctx, path, body, &created))
	matches("id", created.Data.ID, uuid)
	equal("view_type", created.Data.Config["view_type"], any("LIVESTREAM"))

	step("change a preset")
	own := path + "/" + created.Data.ID
	var changed struct {
		Data preset `json:"data"`
	}
	must(client.Patch(ctx, own, map[string]any{"permissions": map[string]any{"can_record": false}}, &changed))
	equal("can_record", changed.Data.Permissions["can_record"], any(false))

	step("replace a preset")
	body.Name = "speaker"
	must(client.Put(ctx, own, body, &changed))
	equal("name", changed.Data.Name, "speaker")

	step("delete a preset")
	deleted := answer(service.Delete(ctx, prepared.appID, created.Data.ID, rtk.PresetDeleteParams{
		AccountID: accountID,
	}))
	equal("name", deleted.Data.Name, "speaker")
}
