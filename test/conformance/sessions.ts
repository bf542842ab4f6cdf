import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

const nobody = '00000000-0000-4000-8000-000000000000'

/** What sessions leave behind: who attended them, and what was said. */
export async function sessions({ call, get, unchecked, control }: Caller) {
  const { app } = (await call('POST', '/apps', 200, { body: { name: 'Sessions' } })).data
  const settings = { title: 'Talk', transcribe_on_end: true, summarize_on_end: true }
  const { id: meeting } = (await call('POST', `/${app.id}/meetings`, 201, { body: settings })).data
  const body = { custom_participant_id: 'host', preset_name: 'webinar_presenter', name: 'Ada' }
  const host = (await call('POST', `/${app.id}/meetings/${meeting}/participants`, 201, { body })).data
  await control(`/meetings/${meeting}/join`, { participant: { id: host.id } })
  await control(`/meetings/${meeting}/join`, { count: 2 })
  const { id } = (await get(`/${app.id}/meetings/${meeting}/active-session`)).data
  const session = `/${app.id}/sessions/${id}`
  await get(`${session}/participants?include_peer_events=true`)
  await control('/clock/advance', { seconds: 90 })
  await control(`/meetings/${meeting}/leave`, { participant: { id: host.id } })
  for (const view of ['raw', 'consolidated'])
    for (const sort of ['joinedAt', 'duration'])
      await get(
        `${session}/participants?view=${view}&sort_by=${sort}&sort_order=ASC&include_peer_events=true&per_page=2`,
      )
  const { participants } = (await get(`${session}/participants?search=ada`)).data
  assert.equal(participants.length, 1)
  const [{ id: peer }] = participants
  await get(`${session}/participants/${peer}?include_peer_events=true`)
  await get(`${session}/participants/${host.id}`)
  await call('GET', `${session}/participants/${nobody}`, 404)
  await call('GET', `/${app.id}/sessions/${nobody}/participants`, 404)
  await call('GET', `${session}/participants?sort_by=name`, 400)
  const report = await unchecked(`/${app.id}/sessions/peer-report/${peer}?include_peer_events=true`)
  assert.equal(report.data.participant.peer_events.length, 3)
  await call('GET', `/${app.id}/sessions/peer-report/${nobody}`, 404)

  for (const kind of ['chat', 'transcript', 'summary']) await call('GET', `${session}/${kind}`, 404)
  await call('POST', `${session}/summary`, 404)
  const said = { participant_id: peer }
  await control(`/sessions/${id}/chat`, { messages: [{ ...said, payload: 'Hello' }] })
  await control(`/sessions/${id}/transcript`, { lines: [{ ...said, text: 'Hello' }] })
  await call('POST', `/${app.id}/meetings/${meeting}/active-session/kick-all`, 200)
  await get(`${session}/chat`)
  for (const format of ['CSV', 'JSON', 'SRT', 'VTT']) await get(`${session}/transcript?format=${format}`)
  await get(`${session}/summary`)
  await call('POST', `${session}/summary`, 200)
  await call('GET', `${session}/transcript?format=PDF`, 400)
}
