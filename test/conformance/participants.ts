import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

const nobody = '00000000-0000-4000-8000-000000000000'

/** Participants of a meeting, who join with their tokens and are kicked out of its session. */
export async function participants({ call, get, pages, control }: Caller) {
  const { app } = (await call('POST', '/apps', 200, { body: { name: 'Participants' } })).data
  const { id } = (await call('POST', `/${app.id}/meetings`, 201, { body: { title: 'Show' } })).data
  const meeting = `/${app.id}/meetings/${id}`
  const path = `${meeting}/participants`
  const add = async (body: object) => (await call('POST', path, 201, { body })).data
  const host = await add({ custom_participant_id: 'host', preset_name: 'livestream_host', name: 'Ada' })
  const viewer = await add({
    custom_participant_id: 'viewer',
    preset_name: 'livestream_viewer',
    name: null,
    picture: 'https://example.com/viewer.png',
  })
  const bare = await add({ custom_participant_id: 'bare' })
  await call('POST', path, 404, { body: { custom_participant_id: 'x', preset_name: 'nothing' } })
  await call('POST', path, 400, { body: { preset_name: 'livestream_host' } })
  const listed = await pages(path, ({ paging }) => paging)
  assert.equal(new Set(listed.map(({ data }) => data[0].id)).size, 3)
  for (const { id } of [host, viewer, bare]) await get(`${path}/${id}`)
  await call('GET', `${path}/${nobody}`, 404)
  await call('PATCH', `${path}/${bare.id}`, 200, { body: { name: 'Bob', preset_name: 'webinar_viewer' } })
  const replacement = { custom_participant_id: 'guest', preset_name: 'livestream_viewer' }
  await call('PUT', `${path}/${bare.id}`, 200, { body: replacement })
  const { token } = (await call('POST', `${path}/${host.id}/token`, 200)).data
  await call('DELETE', `${path}/${bare.id}`, 200)

  const session = `${meeting}/active-session`
  const named = (...ids: string[]) => ({ body: { participant_ids: ids, custom_participant_ids: [] } })
  await call('POST', `${session}/kick-all`, 404)
  await control(`/meetings/${id}/join`, { participant: { token } })
  await control(`/meetings/${id}/join`, { participant: { token: viewer.token } })
  await call('POST', `${session}/mute`, 200, named(host.id, viewer.id))
  await call('POST', `${session}/mute-all`, 200, { body: { allow_unmute: true } })
  const poll = { question: 'Tea?', options: ['Yes', 'No'], anonymous: false, hide_votes: true }
  await call('POST', `${session}/poll`, 201, { body: poll })
  await call('POST', `${session}/kick`, 404, named(nobody))
  await call('POST', `${session}/kick`, 200, named(viewer.id))
  await call('POST', `${meeting}/livestreams`, 201, { body: { name: 'Show' } })
  const kicked = (await call('POST', `${session}/kick-all`, 200)).data
  assert.equal(kicked.kicked_participants_count, 1)
  await call('GET', session, 404)
  await call('GET', `${meeting}/active-livestream`, 404)
}
