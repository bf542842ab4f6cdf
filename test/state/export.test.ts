import { get } from 'node:http'
import t from 'tap'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, furnish, startFurnished } from '../helpers/state.js'

t.test('a state document has everything, with its version, its clock and the id counters', async (t) => {
  const { emulator, app, meeting } = await startFurnished(t)
  const document = JSON.parse(await exportText(emulator))
  t.same(Object.keys(document), [
    'greenroom',
    'version',
    'account_id',
    'clock',
    'accounts',
    'account_clocks',
    'apps',
    'presets',
    'meetings',
    'participants',
    'sessions',
    'session_participants',
    'session_chat_messages',
    'session_transcript_lines',
    'session_summaries',
    'session_files',
    'livestreams',
    'livestream_sessions',
    'recordings',
    'webhooks',
    'deliveries',
    'delivery_attempts',
    'jobs',
  ])
  t.match(document, {
    greenroom: 'state',
    version: 1,
    account_id: null,
    clock: { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' },
  })
  t.same(document.accounts, [{ id: 'a0000000000000000000000000000001', draws: 22 }])
  t.same(document.apps, [
    {
      pk: 1,
      account_id: 'a0000000000000000000000000000001',
      id: app,
      uuid: null,
      name: 'An app',
      created_at: Date.parse('2026-01-01T00:00:00.000Z'),
    },
  ])
  t.equal(document.meetings[0].id, meeting)
  t.same(
    document.livestreams.map(({ pk, status, name }: Record<string, unknown>) => ({ pk, status, name })),
    [
      { pk: 1, status: 'INVOKED', name: null },
      { pk: 2, status: 'IDLE', name: null },
      { pk: 3, status: 'INVOKED', name: 'Camera “1”' },
    ],
  )
  t.same(
    document.jobs.map(({ kind, livestream_pk, recording_pk }: Record<string, unknown>) => ({
      kind,
      livestream_pk,
      recording_pk,
    })),
    [
      { kind: 'livestream.live', livestream_pk: 1, recording_pk: null },
      { kind: 'recording.record', livestream_pk: null, recording_pk: 1 },
    ],
  )
})

t.test('it is served as JSON', async (t) => {
  const { emulator } = await startFrozen(t)
  const answer = await emulator.inject({ url: '/_greenroom/state' })
  t.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
})

t.test("an account's export has the account alone, and is the same whatever others do", async (t) => {
  const alone = await startFrozen(t)
  await furnish(clientOf(alone.emulator, 'one'))
  const shared = await startFrozen(t)
  const [one, two] = [clientOf(shared.emulator, 'one'), clientOf(shared.emulator, 'two')]
  await Promise.all([furnish(two), furnish(one), furnish(clientOf(shared.emulator, 'three'))])

  const expected = await exportText(alone.emulator, 'one')
  t.equal(await exportText(shared.emulator, 'one'), expected)
  t.notMatch(expected, /two|three/)
  t.equal(JSON.parse(expected).account_id, 'one')
})

t.test("nothing of the machine's time is in the export of a frozen clock", async (t) => {
  const { emulator } = await startFurnished(t)
  await emulator.clock.advance({ seconds: 5 }, { account_id: 'own' })
  const instant = Date.parse('2026-01-01T00:00:05.000Z')
  t.match(JSON.parse(await exportText(emulator)).account_clocks, [
    { account_id: 'own', mode: 'frozen', stood_at: instant, set_at: instant },
  ])
  emulator.clock.set({ account_id: 'given' })
  emulator.clock.set({ account_id: 'given', mode: 'frozen', now: '2026-02-01T00:00:00.000Z' })
  t.notMatch(await exportText(emulator), new RegExp(`\\b${String(Date.now()).slice(0, 7)}\\d{6}\\b`))
})

t.test('an account that was never used exports as an empty state', async (t) => {
  const { emulator } = await startFurnished(t)
  const { clock, ...document } = JSON.parse(await exportText(emulator, 'nobody'))
  t.same(document, {
    greenroom: 'state',
    version: 1,
    account_id: 'nobody',
    accounts: [],
    account_clocks: [],
    apps: [],
    presets: [],
    meetings: [],
    participants: [],
    sessions: [],
    session_participants: [],
    session_chat_messages: [],
    session_transcript_lines: [],
    session_summaries: [],
    session_files: [],
    livestreams: [],
    livestream_sessions: [],
    recordings: [],
    webhooks: [],
    deliveries: [],
    delivery_attempts: [],
    jobs: [],
  })
})

t.test('what is due is run before an export', async (t) => {
  const { emulator } = await startFurnished(t)
  emulator.clock.set({ now: '2026-01-01T00:00:10.000Z' })
  t.equal(JSON.parse(await exportText(emulator)).livestreams[0].status, 'LIVE')
})

t.test('it is of one moment: what is written while it is read does not show', async (t) => {
  const { emulator, app, api, newLivestream } = await startFurnished(t)
  // More than fits into the buffers between the two, so that the rest is read after the writing.
  for (let i = 0; i < 600; i++) await newLivestream(app, { name: 'x'.repeat(500) })
  const before = await exportText(emulator)
  const document = emulator.state.export()
  let text = ''
  let written = 0
  for await (const piece of document) {
    text += piece
    written += (await api.post(`/${app}/livestreams`, { name: 'late' })).status === 201 ? 1 : 0
  }
  t.ok(written > 2)
  t.equal(text, before)
})

t.test('a reader that goes away leaves nothing behind', async (t) => {
  const { emulator, app, newLivestream } = await startFurnished(t)
  for (let i = 0; i < 600; i++) await newLivestream(app, { name: 'x'.repeat(500) })
  for (let i = 0; i < 20; i++)
    await new Promise<void>((resolve, reject) => {
      get(`${emulator.url}/_greenroom/state`, { agent: false }, (response) => {
        response.once('data', () => response.destroy())
        response.once('close', resolve)
      }).on('error', reject)
    })
  t.equal(JSON.parse(await exportText(emulator)).livestreams.length, 603)
})

t.test('an account id that cannot be one is refused', async (t) => {
  const { emulator } = await startFrozen(t)
  const answer = await emulator.inject({ url: '/_greenroom/state?account_id=' })
  t.equal(answer.statusCode, 400)
  t.equal(answer.json().error.message, 'BAD_REQUEST: "account_id" is not allowed to be empty')
  const misspelt = await emulator.inject({ url: '/_greenroom/state?acount_id=one' })
  t.equal(misspelt.json().error.message, 'BAD_REQUEST: "acount_id" is not allowed')
})
