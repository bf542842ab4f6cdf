/** The lists over all accounts: what an item says, filters, order, pages and refusals. */

import t from 'tap'
import { after, beginning, start } from '../helpers/start.js'

/** Two accounts, each with an app, a meeting and two livestreams. */
async function furnished(t: Parameters<typeof start>[0]) {
  const started = await start(t)
  const { api, apiOf, control } = started
  const worlds = []
  for (const [name, each] of [
    ['account', api],
    ['other', apiOf('other')],
  ] as const) {
    const app = await each.app(`App of ${name}`)
    const meeting = await each.meeting(app, { title: `Meeting of ${name}` })
    const { id: started } = await each.livestream(app, meeting, { name: `Show of ${name}` })
    const { id: independent } = await each.independent(app, { name: 'Radio' })
    worlds.push({ account: name, api: each, app, meeting, started, independent })
  }
  const [one, two] = worlds as [(typeof worlds)[0], (typeof worlds)[0]]
  const list = async (name: string, query: object = {}) =>
    (await control.get(`/${name}?${new URLSearchParams(query as Record<string, string>)}`)).body
  return { ...started, one, two, list }
}

const ids = (items: { id: string }[]) => items.map(({ id }) => id)

t.test('livestreams of all accounts, with what can happen to each', async (t) => {
  const { one, two, list, control } = await furnished(t)
  await control.advance(5)
  const all = await list('livestreams')
  t.strictSame(ids(all.livestreams), [two.independent, two.started, one.independent, one.started])
  t.equal(all.total_count, 4)
  t.equal(all.searched_all, true)
  t.strictSame(all.livestreams[3], {
    account_id: 'account',
    app_id: one.app,
    id: one.started,
    name: 'Show of account',
    status: 'LIVE',
    kind: 'meeting',
    meeting_id: one.meeting,
    meeting_title: 'Meeting of account',
    disabled: false,
    manual_ingest: false,
    viewers: 0,
    started_time: after(2),
    stopped_time: null,
    err_message: null,
    created_at: beginning,
    updated_at: after(2),
    possible_events: ['stop', 'fail'],
  })
  await control.event(one.started, 'fail', { err_message: 'encoder lost' })
  const [failed] = (await list('livestreams', { status: 'ERRORED' })).livestreams
  t.match(failed, { err_message: 'encoder lost', stopped_time: after(5), possible_events: [] })
})

t.test('filters by account, app, meeting, status and text, one by one and together', async (t) => {
  const { one, two, list, control } = await furnished(t)
  await control.advance(5)
  const found = async (query: object) => {
    const { livestreams, total_count } = await list('livestreams', query)
    t.equal(total_count, livestreams.length, JSON.stringify(query))
    return ids(livestreams)
  }
  t.strictSame(await found({ account_id: 'other' }), [two.independent, two.started])
  t.strictSame(await found({ app_id: one.app }), [one.independent, one.started])
  t.strictSame(await found({ meeting_id: one.meeting }), [one.started])
  t.strictSame(await found({ status: 'LIVE' }), [two.started, one.started])
  t.strictSame(await found({ status: 'LIVE,INVOKED' }), [
    two.independent,
    two.started,
    one.independent,
    one.started,
  ])
  t.strictSame(await found({ account_id: 'account', status: 'LIVE' }), [one.started])
  t.strictSame(await found({ meeting_id: one.meeting, status: 'ERRORED' }), [])
  t.strictSame(await found({ search: 'show OF' }), [two.started, one.started])
  t.strictSame(await found({ search: one.independent }), [one.independent])
  t.strictSame(await found({ search: 'show', account_id: 'other', status: 'LIVE' }), [two.started])
  t.strictSame(await found({ account_id: 'nobody' }), [])
  t.strictSame(await found({ app_id: 'nothing', search: 'x' }), [])
})

t.test('pages hold every item once', async (t) => {
  const { list } = await furnished(t)
  for (const query of [
    {},
    { account_id: 'account' },
    { status: 'INVOKED,LIVE,IDLE,ERRORED' },
    { search: 'o' },
  ]) {
    const whole = await list('livestreams', query)
    const seen = []
    for (let page_no = 1; page_no <= whole.total_count; page_no++) {
      const page = await list('livestreams', { ...query, page_no, per_page: 1 })
      t.equal(page.total_count, whole.total_count)
      seen.push(...ids(page.livestreams))
    }
    t.strictSame(seen, ids(whole.livestreams), JSON.stringify(query))
    t.strictSame((await list('livestreams', { ...query, page_no: 99 })).livestreams, [])
  }
})

t.test('a livestream with its addresses and livestream sessions', async (t) => {
  const { one, control } = await furnished(t)
  await control.advance(5)
  const { body } = await control.get(`/livestreams/${one.started}`)
  t.match(body, {
    id: one.started,
    status: 'LIVE',
    ingest_server: /^rtmp:\/\/.+\/live\/$/,
    playback_url: /^http:\/\/.+\/manifest\/video\.m3u8$/,
    stream_key: /./,
    total_count: 1,
    livestream_sessions: [
      { started_time: after(2), stopped_time: null, ingest_seconds: 3, viewer_seconds: 0 },
    ],
  })
  const details = await one.api.details(one.app, one.started)
  t.equal(body.playback_url, details.body.data.livestream.playback_url, 'the same link as the emulated API')
  t.equal((await control.get('/livestreams/none')).status, 404)
})

t.test('meetings with their live session, livestream and participants', async (t) => {
  const { one, control, list, api } = await furnished(t)
  const preset = (await list('presets', { account_id: 'account' })).presets[0].name
  const { id: participant } = await api.participant(one.app, one.meeting, {
    preset_name: preset,
    name: 'Ada',
  })
  await control.post(`/meetings/${one.meeting}/join`, { participant: { id: participant } })
  await control.post(`/meetings/${one.meeting}/join`, { count: 1 })
  const { body: meeting } = await control.get(`/meetings/${one.meeting}`)
  t.match(meeting, {
    title: 'Meeting of account',
    participants: 1,
    live_session: { live_participants: 2 },
    active_livestream: { id: one.started, status: 'INVOKED' },
    active_recording: null,
  })
  t.match(await list('meetings', { search: 'of account' }), { total_count: 1, meetings: [meeting] })
  t.equal((await list('meetings', { status: 'INACTIVE' })).total_count, 0)

  const session = meeting.live_session.id
  const { body: details } = await control.get(`/sessions/${session}`)
  t.match(details, {
    meeting_id: one.meeting,
    status: 'LIVE',
    ends_at: null,
    session_keep_alive_time_in_secs: 60,
    present: [
      { participant_id: participant, name: 'Ada', preset_name: preset, joined_at: beginning },
      { participant_id: null },
    ],
    chat: false,
    transcript: false,
    summary: false,
    messages: 0,
    lines: 0,
  })
  await control.post(`/meetings/${one.meeting}/leave`, { count: 2 })
  t.equal(
    (await control.get(`/sessions/${session}`)).body.ends_at,
    after(60),
    'it ends when nobody comes back',
  )
  t.match(await list('sessions', { meeting_id: one.meeting, status: 'LIVE' }), {
    total_count: 1,
    sessions: [{ id: session, live_participants: 0 }],
  })
  t.match(await list('participants', { meeting_id: one.meeting }), {
    total_count: 1,
    participants: [{ id: participant, custom_participant_id: 'ada', preset_name: preset }],
  })
})

t.test('recordings with their link, webhooks and presets', async (t) => {
  const { one, control, list, api } = await furnished(t)
  await api.post(`/${one.app}/recordings`, { meeting_id: one.meeting })
  await control.advance(5)
  const [begun] = (await list('recordings', { status: 'INVOKED,RECORDING' })).recordings
  t.match(begun, { meeting_id: one.meeting, meeting_title: 'Meeting of account', download_url: null })
  t.strictSame(begun.possible_events, ['record', 'fail'])
  await control.post(`/recordings/${begun.id}/events`, { event: 'record' })
  await control.post(`/recordings/${begun.id}/events`, { event: 'stop' })
  await control.post(`/recordings/${begun.id}/events`, { event: 'upload' })
  const [done] = (await list('recordings', { meeting_id: one.meeting })).recordings
  t.match(done, { status: 'UPLOADED', download_url: /^http.+\.mp4$/, possible_events: [] })

  await api.post(`/${one.app}/webhooks`, {
    name: 'Back end',
    url: 'http://127.0.0.1:9/hook',
    events: ['livestreaming.statusUpdate'],
  })
  t.match(await list('webhooks'), {
    total_count: 1,
    webhooks: [{ account_id: 'account', name: 'Back end', enabled: true, failures: 0 }],
  })
  t.match((await list('presets', { account_id: 'other' })).presets[0], {
    account_id: 'other',
    permissions: { can_record: Boolean },
    config: { view_type: String },
  })
})

t.test('accounts with their clocks and counts', async (t) => {
  const { one, list, emulator, control } = await furnished(t)
  await control.advance(5)
  emulator.clock.set({ account_id: 'other', now: '2030-01-01T00:00:00Z' })
  const { accounts, total_count } = await list('accounts')
  t.equal(total_count, 2)
  t.match(accounts[0], {
    id: 'account',
    clock: { mode: 'frozen', now: after(5), own: false },
    apps: [
      {
        id: one.app,
        name: 'App of account',
        livestreams: { INVOKED: 1, LIVE: 1, IDLE: 0, ERRORED: 0 },
        meetings: 1,
        live_sessions: 1,
      },
    ],
    app_count: 1,
  })
  t.match(accounts[1], { id: 'other', clock: { now: '2030-01-01T00:00:00.000Z', own: true } })
  t.strictSame(ids((await list('accounts', { account_id: 'other' })).accounts), ['other'])
  t.strictSame(ids((await list('accounts', { page_no: 2, per_page: 1 })).accounts), ['other'])
})

t.test('what is wrong with a query is named', async (t) => {
  const { control } = await furnished(t)
  const refused = async (path: string) => {
    const { status, body } = await control.get(path)
    return `${status} ${body.error.message}`
  }
  t.match(
    await refused('/livestreams?status=DEAD'),
    /^400 .*"status" must be of \[INVOKED, LIVE, IDLE, ERRORED\]/,
  )
  t.match(await refused('/livestreams?per_page=1001'), /^400 .*"per_page"/)
  t.match(await refused('/livestreams?state=LIVE'), /^400 .*state/)
  t.match(await refused('/participants'), /^400 .*meeting_id/)
  t.match(await refused('/sessions?meeting_id=none'), /^404 /)
})

t.test('an id that two apps have must be told apart', async (t) => {
  const { control } = await start(t, { fixtures: ['docs'] })
  const documentation = '023e105f4ecef8ad9ca31a8372d0c353'
  const { status, body } = await control.get('/livestreams/livestream_id')
  t.equal(status, 409)
  t.match(body.error.message, /^2 apps have a livestream livestream_id: say which/)
  const named = await control.get(`/livestreams/livestream_id?account_id=${documentation}&app_id=app_id`)
  t.match(named.body, { id: 'livestream_id', account_id: documentation, app_id: 'app_id' })
  t.equal((await control.get('/livestreams/livestream_id?account_id=other')).status, 404)
})
