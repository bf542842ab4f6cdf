from cloudflare import ConflictError, NotFoundError

from checks import equal, matches, present, refused, step
from context import account_id, client, uuid
from meetings import Preparation


def presets(prepared: Preparation) -> None:
    """The presets that an app begins with, and one of its own through its whole life."""
    presets = client.realtime_kit.presets
    in_app = {"account_id": account_id, "app_id": prepared.app_id}

    step("list the presets of a new app")
    listed = presets.get(**in_app, per_page=100)
    equal("total_count", present("paging", listed.paging).total_count, 7)
    listed_host = next((preset for preset in listed.data if preset.name == "livestream_host"), None)
    host_id = present("id", present("livestream_host", listed_host).id)
    matches("id", host_id, uuid)

    step("get a preset")
    host = presets.get_preset_by_id(host_id, **in_app).data
    equal("view_type", host.config.view_type, "LIVESTREAM")
    equal("can_livestream", host.permissions.can_livestream, True)

    step("create a preset")
    parts = {name: part for name, part in host.to_dict().items() if name in ("config", "permissions", "ui")}
    created = presets.create(**in_app, name="moderator", **parts).data
    matches("id", created.id, uuid)
    equal("config", created.config.to_dict(), host.config.to_dict())
    refused(
        "the same name",
        lambda: presets.create(**in_app, name="moderator", **parts),
        ConflictError,
        "moderator exists already",
    )

    step("change a preset")
    changed = presets.update(created.id, **in_app, permissions={"can_record": False}).data
    equal("can_record", changed.permissions.can_record, False)
    equal("can_livestream", changed.permissions.can_livestream, True)

    step("replace a preset")
    replaced = presets.replace_preset_by_id(created.id, **in_app, name="speaker", **parts).data
    equal("name", replaced.name, "speaker")
    equal("can_record", replaced.permissions.can_record, True)

    step("delete a preset")
    equal("name", presets.delete(created.id, **in_app).data.name, "speaker")
    refused(
        "a deleted preset",
        lambda: presets.get_preset_by_id(created.id, **in_app),
        NotFoundError,
        "No preset found",
    )
