import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

const recording_config = {
  max_seconds: 3600,
  file_name_prefix: 'walk',
  audio_config: { codec: 'AAC', channel: 'stereo', export_file: true },
  video_config: {
    codec: 'H264',
    width: 1280,
    height: 720,
    watermark: { position: 'left top', size: { width: 10, height: 10 }, url: 'https://example.com/logo.png' },
  },
  storage_config: { type: 'aws', bucket: 'b', region: 'eu', access_key: 'a', secret: 's', path: '/' },
  live_streaming_config: { rtmp_url: 'rtmp://example.com/live' },
  realtimekit_bucket_config: { enabled: true },
}
const ai_config = {
  transcription: { keywords: ['harbour'], language: 'en-US', profanity_filter: true },
  summarization: { summary_type: 'lecture', text_format: 'markdown', word_limit: 200 },
}

/** What is made here, with all of its fields and with none, through every status. */
export async function created(caller: Caller) {
  const { call, get, pages, control } = caller
  const { app } = (await call('POST', '/apps', 200, { body: { name: 'Walk' } })).data
  await get(`/apps/${app.id}`)
  await get(`/${app.id}/livestreams`)
  await get(`/${app.id}/meetings`)
  await get(`/${app.id}/sessions`)

  const meetings = `/${app.id}/meetings`
  const bare = (await call('POST', meetings, 201, { body: {} })).data
  const full = (
    await call('POST', meetings, 201, {
      body: { title: 'Full', record_on_start: true, persist_chat: true, recording_config, ai_config },
    })
  ).data
  await get(`${meetings}/${full.id}`)
  await pages(meetings, ({ paging }) => paging)
  await call('PATCH', `${meetings}/${full.id}`, 200, { body: { recording_config, summarize_on_end: true } })
  await call('PUT', `${meetings}/${full.id}`, 200, { body: { title: null, ai_config } })

  const hook = {
    name: 'Hook',
    url: 'http://127.0.0.1:9/hook?of=walk',
    events: ['livestreaming.statusUpdate'],
  }
  const webhook = (await call('POST', `/${app.id}/webhooks`, 201, { body: hook })).data
  await get(`/${app.id}/webhooks`)
  await call('PATCH', `/${app.id}/webhooks/${webhook.id}`, 200, { body: { enabled: false } })

  // A meeting's livestreams: invoked, live, stopped; the next one fails.
  const meeting = `${meetings}/${bare.id}`
  const start = () => call('POST', `${meeting}/livestreams`, 201, { body: {} })
  const event = (id: string, change: object) => control(`/livestreams/${id}/events`, change)
  const first = (await start()).data
  await get(`${meeting}/active-livestream`)
  await get(`/${app.id}/livestreams/${first.id}/active-livestream-session`)
  await control('/clock/advance', { seconds: 90 })
  const { session, livestream } = (await get(`/${app.id}/livestreams/${first.id}`)).data
  assert.equal(livestream.status, 'LIVE')
  await get(`${meeting}/active-livestream`)
  const { id: sessionId } = (await get(`${meeting}/active-session`)).data
  await get(`/${app.id}/livestreams/${first.id}/active-livestream-session`)
  await call('POST', `${meeting}/active-livestream/stop`, 200)
  await get(`/${app.id}/livestreams/sessions/${session.id}`)
  await get(`/${app.id}/sessions/${sessionId}`)
  await pages(`/${app.id}/sessions/${sessionId}/livestream-sessions`, ({ data }) => data.paging)

  // `err_message` is published with the livestream statuses as its enum under GET /sessions/{session_id}/
  // livestream-sessions: an error in the document. Greenroom gives the text, so a failed livestream is looked up
  // everywhere but there.
  const second = (await start()).data
  await event(second.id, { event: 'fail', err_message: 'Encoder lost' })
  const failed = (await get(`/${app.id}/livestreams/${second.id}`)).data
  assert.equal(failed.session.err_message, 'Encoder lost')
  await get(`/${app.id}/livestreams/sessions/${failed.session.id}`)
  await pages(`${meeting}/livestream`, ({ data }) => data.paging)

  // An independent livestream, named and not, whose encoder comes back.
  await call('POST', `/${app.id}/livestreams`, 201, { body: { name: null } })
  const { id } = (await call('POST', `/${app.id}/livestreams`, 201, { body: { name: 'Own' } })).data
  for (const name of ['live', 'stop', 'live', 'fail', 'live']) {
    await control('/clock/advance', { seconds: 1.5 })
    await event(id, { event: name })
    await get(`/${app.id}/livestreams/${id}`)
  }
  await get(`/${app.id}/livestreams/${id}/active-livestream-session`)
  const broadcasts = await pages(`/${app.id}/livestreams/${id}`, ({ data }) => data.paging)
  assert.equal(broadcasts.length, 3)

  const listed = await pages(`/${app.id}/livestreams`, ({ data }) => data.paging)
  assert.equal(new Set(listed.map(({ data }) => data.id)).size, 4)
  await pages(`/${app.id}/sessions`, ({ paging }) => paging)
  for (const kind of ['livestreams/overall', 'livestreams/daywise', 'daywise'])
    await get(`/${app.id}/analytics/${kind}`)
}
