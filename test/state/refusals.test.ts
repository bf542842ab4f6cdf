/** What is no state document is refused, with the place, before anything is replaced. */

import { connect } from 'node:net'
import t from 'tap'
import { type Document, exportText, importState, startFurnished } from '../helpers/state.js'

const changes: [what: string, change: (document: Document) => void, problem: string][] = [
  ['an unknown version', (d) => (d.version = 2), '/version must be one of 1'],
  ['no version', (d) => delete d.version, "/ must have required property 'version'"],
  ['another kind of document', (d) => (d.greenroom = 'fixture'), '/greenroom must be one of state'],
  ['a clock without a mode', (d) => delete d.clock.mode, "/clock must have required property 'mode'"],
  [
    'a clock of an unknown mode',
    (d) => (d.clock.mode = 'slow'),
    '/clock/mode must be one of real, offset, frozen',
  ],
  ['an unknown property', (d) => (d.streams = []), '/ must not have the property streams'],
  ['a list that is an object', (d) => (d.apps = { 0: d.apps[0] }), '/apps must be an array'],
  ['a list that is null', (d) => (d.jobs = null), '/jobs must be an array'],
  ['a row that is none', (d) => (d.apps[0] = null), '/apps/0 must be object'],
  ['a row without an id', (d) => delete d.meetings[1].id, "/meetings/1 must have required property 'id'"],
  [
    'a number that is text',
    (d) => (d.sessions[0].started_at = 'now'),
    '/sessions/0/started_at must be integer',
  ],
  ['a null where none may be', (d) => (d.apps[0].name = null), '/apps/0/name must be string'],
  ['an empty id', (d) => (d.apps[0].id = ''), '/apps/0/id must NOT have fewer than 1 characters'],
  [
    'an instant past the year 9999',
    (d) => (d.livestreams[1].created_at = 9e15),
    '/livestreams/1/created_at must be at most 253402300799999',
  ],
  [
    'a status that is none',
    (d) => (d.livestreams[2].status = 'OFFLINE'),
    '/livestreams/2/status must be one of INVOKED, LIVE, IDLE, ERRORED',
  ],
  ['a negative count', (d) => (d.accounts[0].draws = -1), '/accounts/0 must satisfy draws >= 0'],
  ['a payload that is no JSON', (d) => (d.jobs[0].payload = '{'), '/jobs/0 must satisfy json_valid(payload)'],
  [
    'an account there is none of',
    (d) => (d.accounts = []),
    '/apps/0/account_id refers to nothing in /accounts',
  ],
  [
    'a meeting there is none of',
    (d) => (d.livestreams[0].meeting_id = 'gone'),
    '/livestreams/0/meeting_id refers to nothing in /meetings',
  ],
  [
    'a livestream there is none of',
    (d) => (d.livestream_sessions[1].livestream_pk = 99),
    '/livestream_sessions/1/livestream_pk refers to nothing in /livestreams',
  ],
  [
    'a preset there is none of',
    (d) => (d.participants[0].preset_pk = 99),
    '/participants/0/preset_pk refers to nothing in /presets',
  ],
  [
    'a preset of another app',
    (d) => {
      d.apps.push({ ...d.apps[0], pk: 2, id: 'other' })
      d.presets.push({ ...d.presets[0], pk: 8, app_pk: 2, id: 'other' })
      d.participants[0].preset_pk = 8
    },
    '/participants/0/preset_pk is of another app',
  ],
  [
    'more who are in a session than it counts',
    (d) => (d.session_participants[0].left_at = 1),
    '/sessions/0/live_participants must be the number of its session_participants without left_at',
  ],
  [
    'an id twice',
    (d) => (d.meetings[1].id = d.meetings[0].id),
    '/meetings/1/id is already in use in an earlier row',
  ],
  [
    'a stream key twice',
    (d) => (d.livestreams[2].stream_key = d.livestreams[0].stream_key),
    '/livestreams/2/stream_key is already in use in an earlier row',
  ],
  ['a pk twice', (d) => (d.livestreams[1].pk = 1), '/livestreams/1/pk must be greater than that before it'],
  [
    'an account twice',
    (d) => d.accounts.push(d.accounts[0]),
    '/accounts/1/id is already in use in an earlier row',
  ],
  [
    'two active livestreams of a meeting',
    (d) => {
      d.livestreams[1].meeting_id = d.livestreams[0].meeting_id
      d.livestreams[1].status = 'LIVE'
    },
    '/livestreams/1 breaks the rule one active livestream per meeting',
  ],
  [
    'a livestream that goes on without a session that does',
    (d) => (d.livestreams[1].status = 'INVOKED'),
    '/livestreams/1/status is INVOKED: it needs a livestream session without started_at and stopped_at',
  ],
  [
    'a session that goes on though its livestream does not',
    (d) => (d.livestreams[2].status = 'IDLE'),
    '/livestreams/2/status is IDLE: its livestream sessions each need a stopped_at',
  ],
  [
    'a recording that goes on with a time of its end',
    (d) => (d.recordings[0].stopped_at = 1),
    "/recordings/0 must satisfy (status IN ('INVOKED', 'RECORDING', 'PAUSED')) = (stopped_at IS NULL)",
  ],
  [
    'tracks of a recording in another form',
    (d) => (d.recordings[0].tracks = '{"layers":{"default":[]}}'),
    '/recordings/0/tracks must be an object with layers, and files that are arrays of names',
  ],
  [
    'a storage_config of a recording in another form',
    (d) => (d.recordings[0].storage_config = '"aws"'),
    '/recordings/0/storage_config must be an object with a type',
  ],
  [
    'work for a livestream of another account',
    (d) => {
      d.accounts.push({ id: 'other', draws: 0 })
      d.jobs[0].account_id = 'other'
    },
    '/jobs/0/livestream_pk is of another account',
  ],
]

// Nothing is replaced by any of them, so one will do for all.
const { emulator } = await startFurnished(t)
const before = await exportText(emulator)

for (const [what, change, problem] of changes)
  t.test(`${what} is refused, and nothing is replaced`, async (t) => {
    const document = JSON.parse(before)
    change(document)
    for (const accountId of [undefined, 'a0000000000000000000000000000001']) {
      t.same(await importState(emulator, document, accountId), {
        status: 400,
        body: { success: false, error: { code: 400, message: `BAD_REQUEST: ${problem}` } },
      })
      t.equal(await exportText(emulator), before)
    }
  })

t.test('a kind of work that is none is refused', async (t) => {
  const document = JSON.parse(before)
  document.jobs[0].kind = 'nap'
  const { status, body } = await importState(emulator, document)
  t.equal(status, 400)
  t.match(body.error.message, /^BAD_REQUEST: \/jobs\/0\/kind must be one of .*livestream.live, /)
  t.equal(await exportText(emulator), before)
})

const hint = '; a state document begins with "greenroom": "state"'
const texts: [what: string, text: string, problem: string][] = [
  ['nothing', '', '/ ends before its JSON does'],
  ['a document that is cut short', '{"greenroom":"state","version":1', '/ ends before its JSON does'],
  ['an array', '[]', `/ must be an object${hint}`],
  [
    'text after the end',
    '{"greenroom":"state","version":1} x',
    '/ is not JSON: Unexpected "x" at position 34',
  ],
  ['a list twice', '{"greenroom":"state","version":1,"jobs":[],"jobs":[]}', '/jobs must not be there twice'],
  [
    'a fixture',
    '{"account_id":"a","apps":[{"name":"An app"}]}',
    `/apps/0 must have required property 'pk'${hint}`,
  ],
  [
    'a value without an end',
    `{"greenroom":"state","version":1,"apps":[{"name":"${'x'.repeat(17 * 1024 * 1024)}`,
    '/ must not have a value of more than 16777216 bytes',
  ],
]
for (const [what, text, problem] of texts)
  t.test(`${what} is refused, and nothing is replaced`, async (t) => {
    const { status, body } = await importState(emulator, text)
    t.same([status, body.error.message], [400, `BAD_REQUEST: ${problem}`])
    t.equal(await exportText(emulator), before)
  })

t.test('a client that is still sending reads the refusal', async (t) => {
  const { port } = new URL(emulator.url)
  const rest = 'x'.repeat(1024 * 1024)
  const begin = '{"greenroom":"fixture","version":1,"nonsense":"'
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `PUT /_greenroom/state HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${begin.length + 4 * rest.length}\r\n\r\n${begin}`,
  )
  for (let i = 0; i < 4; i++) socket.write(rest)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  t.match(answer, /^HTTP\/1.1 400 /)
  t.match(answer, '/ must not have the property nonsense')
})

t.test('other media types are refused', async (t) => {
  const { statusCode } = await emulator.inject({
    method: 'PUT',
    url: '/_greenroom/state',
    headers: { 'content-type': 'text/csv' },
    payload: 'a,b',
  })
  t.equal(statusCode, 415)
})
