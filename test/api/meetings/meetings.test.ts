import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging, serviceError } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'

const everything = {
  title: 'All of it',
  live_stream_on_start: true,
  record_on_start: true,
  persist_chat: true,
  summarize_on_end: true,
  transcribe_on_end: true,
  session_keep_alive_time_in_secs: 600,
  recording_config: {
    audio_config: { channel: 'stereo', codec: 'AAC', export_file: false },
    file_name_prefix: 'meeting_',
    live_streaming_config: { rtmp_url: 'rtmp://a.rtmp.youtube.com/live2' },
    max_seconds: 3600,
    realtimekit_bucket_config: { enabled: true },
    storage_config: {
      type: 'aws',
      auth_method: 'KEY',
      bucket: 'recordings',
      host: 'example.com',
      password: 'secret',
      path: 'a/b',
      port: 22,
      private_key: '-----BEGIN',
      region: 'us-east-1',
      secret: 'shh',
      username: 'me',
    },
    video_config: {
      codec: 'H264',
      export_file: true,
      height: 720,
      width: 1280,
      watermark: {
        position: 'left top',
        size: { height: 1, width: 1 },
        url: 'http://example.com/logo.png',
      },
    },
  },
  ai_config: {
    summarization: { summary_type: 'team_meeting', text_format: 'markdown', word_limit: 500 },
    transcription: { keywords: ['RealtimeKit', ''], language: 'en-IN', profanity_filter: true },
  },
}
const defaults = {
  live_stream_on_start: false,
  record_on_start: false,
  persist_chat: false,
  summarize_on_end: false,
  transcribe_on_end: false,
  session_keep_alive_time_in_secs: 60,
}

t.test('a meeting of an empty body has the published defaults; no title, or a null one', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const body of [undefined, {}, { title: null, live_stream_on_start: null, record_on_start: null }]) {
    const answer = await api.post(`/${app}/meetings`, body)
    t.equal(answer.status, 201)
    const { id } = answer.body.data
    const bare = { id, status: 'ACTIVE', ...defaults, created_at: after(0), updated_at: after(0) }
    t.strictSame(answer.body, { success: true, data: bare })
    t.strictSame((await api.get(`/${app}/meetings/${id}`, recorded)).body, {
      success: true,
      data: { ...bare, title: null, recording_config: null, ai_config: null },
    })
  }
})

t.test('every documented field is kept and given back, on both wires; a write-only one is not', async (t) => {
  const { api, app } = await startWithApp(t)
  const { storage_config } = everything.recording_config
  const { status, body } = await api.post(`/${app}/meetings`, {
    ...everything,
    recording_config: {
      ...everything.recording_config,
      storage_config: { ...storage_config, access_key: 'never given back' },
    },
  })
  t.equal(status, 201)
  const data = {
    id: body.data.id,
    status: 'ACTIVE',
    created_at: after(0),
    updated_at: after(0),
    ...everything,
  }
  t.strictSame(body, { success: true, data })
  for (const headers of [{}, recorded]) {
    t.strictSame((await api.get(`/${app}/meetings/${data.id}`, headers)).body, { success: true, data })
    t.strictSame((await api.get(`/${app}/meetings`, headers)).body, {
      success: true,
      data: [data],
      paging: paging(1, 1, 1),
    })
  }
})

t.test('PATCH changes what it names, each config whole, and the time of the change', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { body } = await api.post(`/${app}/meetings`, everything)
  const path = `/${app}/meetings/${body.data.id}`
  const untouched = structuredClone(body.data)
  await emulator.clock.advance({ seconds: 5 })
  const patched = await api.patch(path, {
    title: '',
    status: 'INACTIVE',
    persist_chat: false,
    session_keep_alive_time_in_secs: 61.5,
    ai_config: { transcription: { language: 'de' } },
  })
  t.equal(patched.status, 200)
  const expected = {
    ...untouched,
    title: '',
    status: 'INACTIVE',
    persist_chat: false,
    session_keep_alive_time_in_secs: 61.5,
    ai_config: { transcription: { language: 'de' } },
    updated_at: after(5),
  }
  t.strictSame(patched.body, { success: true, data: expected })
  t.strictSame((await api.get(path)).body, { success: true, data: expected })
})

t.test('PUT replaces all but the status and the time of creation', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const id = await api.meeting(app, everything)
  const path = `/${app}/meetings/${id}`
  await api.patch(path, { status: 'INACTIVE' })
  await emulator.clock.advance({ seconds: 5 })
  const replaced = await api.put(path, { title: 'New' })
  t.equal(replaced.status, 200)
  t.strictSame(replaced.body, {
    success: true,
    data: {
      id,
      title: 'New',
      status: 'INACTIVE',
      ...defaults,
      created_at: after(0),
      updated_at: after(5),
    },
  })
})

t.test('a refused change changes nothing', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const path = `/${app}/meetings/${await api.meeting(app, everything)}`
  const before = (await api.get(path)).body
  await emulator.clock.advance({ seconds: 5 })
  t.equal((await api.patch(path, { title: 'x', status: 'GONE' })).status, 400)
  t.equal((await api.put(path, { title: 'x', persist_chat: 'yes' })).status, 400)
  t.strictSame((await api.get(path)).body, before)
})

t.test('values that a field cannot have are refused by its name, in every writing operation', async (t) => {
  const { api, app } = await startWithApp(t)
  const path = `/${app}/meetings`
  const id = await api.meeting(app)
  const video = (video_config: object) => ({ recording_config: { video_config } })
  const cases: [body: object, problem: string][] = [
    [{ title: 3 }, '"title" must be a string'],
    [{ persist_chat: 'true' }, '"persist_chat" must be a boolean'],
    [{ live_stream_on_start: 1 }, '"live_stream_on_start" must be a boolean'],
    [
      { session_keep_alive_time_in_secs: 59 },
      '"session_keep_alive_time_in_secs" must be greater than or equal to 60',
    ],
    [
      { session_keep_alive_time_in_secs: 601 },
      '"session_keep_alive_time_in_secs" must be less than or equal to 600',
    ],
    [{ recording_config: [] }, '"recording_config" must be an object'],
    [
      { recording_config: { max_seconds: 59 } },
      '"recording_config.max_seconds" must be greater than or equal to 60',
    ],
    [video({ codec: 'AV1' }), '"recording_config.video_config.codec" must be one of [H264, VP8]'],
    [video({ height: 1.5 }), '"recording_config.video_config.height" must be an integer'],
    [
      video({ watermark: { url: 'not a url' } }),
      '"recording_config.video_config.watermark.url" must be a valid uri',
    ],
    [
      { recording_config: { storage_config: { bucket: 'b' } } },
      '"recording_config.storage_config.type" is required',
    ],
    [
      { recording_config: { realtimekit_bucket_config: {} } },
      '"recording_config.realtimekit_bucket_config.enabled" is required',
    ],
    [
      { ai_config: { transcription: { keywords: ['a', 1] } } },
      '"ai_config.transcription.keywords[1]" must be a string',
    ],
    [
      { ai_config: { summarization: { word_limit: 149 } } },
      '"ai_config.summarization.word_limit" must be greater than or equal to 150',
    ],
    [[], '"body" must be an object'],
  ]
  for (const [body, problem] of cases)
    for (const [method, target] of [
      ['post', path],
      ['put', `${path}/${id}`],
      ['patch', `${path}/${id}`],
    ] as const) {
      const answer = await api[method](target, body)
      t.equal(answer.status, 400, `${method} ${problem}`)
      t.strictSame(answer.body, serviceError(400, `BAD_REQUEST: ${problem}`), `${method} ${problem}`)
    }
  t.equal((await api.get(path)).body.paging.total_count, 1)
})

t.test('changing a meeting that is not there is a 404', async (t) => {
  const { api, app } = await startWithApp(t)
  const id = '00000000-0000-4000-8000-000000000000'
  for (const method of ['get', 'put', 'patch'] as const) {
    const { status, body } = await api[method](`/${app}/meetings/${id}`, {} as never)
    t.equal(status, 404, method)
    t.strictSame(body, serviceError(404, `No meeting found with id ${id}`), method)
  }
})

t.test('filters of the list', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const ids: Record<string, string> = {}
  for (const title of ['Alpha', 'beta ALPHA', 'Gamma %', 'Delta']) {
    ids[title] = await api.meeting(app, { title })
    await emulator.clock.advance({ seconds: 1 })
  }
  await api.meeting(app)
  await api.patch(`/${app}/meetings/${ids.Delta}`, { status: 'INACTIVE' })
  const titles = async (query: string) =>
    (await api.get(`/${app}/meetings?${query}`)).body.data.map(
      ({ title }: { title?: string }) => title?.[0] ?? '-',
    )
  const cases: [query: string, initials: string][] = [
    ['', '-DGbA'],
    ['status=ACTIVE', '-GbA'],
    ['status=INACTIVE', 'D'],
    ['search=alpha', 'bA'],
    ['search=%25', 'G'],
    ['search=', '-DGbA'],
    ['search=nothing', ''],
    [`search=${ids.Delta}`, 'D'],
    [`start_time=${after(2)}`, '-DG'],
    [`end_time=${after(2)}`, 'GbA'],
    [`start_time=${after(1)}&end_time=${after(1)}`, 'b'],
    [`start_time=${after(3)}&end_time=${after(1)}`, ''],
    [`start_time=${after(1)}&search=%20&status=ACTIVE`, 'Gb'],
    ['per_page=2&page_no=2', 'Gb'],
  ]
  for (const [query, initials] of cases) t.equal((await titles(query)).join(''), initials, query)
  t.same((await api.get(`/${app}/meetings?per_page=1&page_no=2&search=ta`)).body.paging, paging(2, 2, 2))
  for (const query of ['status=GONE', 'start_time=now', 'end_time=', 'status=ACTIVE&status=INACTIVE'])
    t.equal((await api.get(`/${app}/meetings?${query}`)).status, 400, query)
})
