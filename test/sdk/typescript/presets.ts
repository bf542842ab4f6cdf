import Cloudflare from 'cloudflare'
import { type Context, paging, uuid } from './context.js'

/** The presets that an app begins with, and one of its own through its whole life. */
export async function presets({ account_id, client, checks }: Context, { appID }: { appID: string }) {
  const { step, equal, matches, present, refused } = checks
  const { presets } = client.realtimeKit
  const inApp = { account_id, app_id: appID }

  step('list the presets of a new app')
  const listed = await presets.get(appID, { account_id, per_page: 100 })
  equal('paging', listed.paging, paging(7, 1, 7))
  const listedHost = present(
    'livestream_host',
    listed.data.find(({ name }) => name === 'livestream_host'),
  )
  matches('id', listedHost.id, uuid)

  step('get a preset')
  const { data: host } = await presets.getPresetByID(present('id', listedHost.id), inApp)
  equal('view_type', host.config.view_type, 'LIVESTREAM')
  equal('can_livestream', host.permissions.can_livestream, true)

  step('create a preset')
  const { name: _name, id: _id, created_at: _created, updated_at: _updated, ...rest } = host
  const body = { ...rest, name: 'moderator' } as Cloudflare.RealtimeKit.PresetCreateParams
  const { data: created } = await presets.create(appID, { ...body, account_id })
  matches('id', created.id, uuid)
  equal('config', created.config, host.config)
  await refused('the same name', presets.create(appID, { ...body, account_id }), [
    Cloudflare.ConflictError,
    /moderator exists already/,
  ])

  step('change a preset')
  const { data: changed } = await presets.update(created.id, {
    ...inApp,
    permissions: { can_record: false },
  })
  equal('can_record', changed.permissions.can_record, false)
  equal('can_livestream', changed.permissions.can_livestream, true)

  step('replace a preset')
  const path = `/accounts/${account_id}/realtime/kit/${appID}/presets/${created.id}`
  const replaced = await client.put<{ data: typeof created }>(path, { body: { ...body, name: 'speaker' } })
  equal('name', replaced.data.name, 'speaker')
  equal('can_record', replaced.data.permissions.can_record, true)

  step('delete a preset')
  equal('name', (await presets.delete(created.id, inApp)).data.name, 'speaker')
  await refused('a deleted preset', presets.getPresetByID(created.id, inApp), [
    Cloudflare.NotFoundError,
    /No preset found/,
  ])
}
