import { request } from 'node:http'
import t from 'tap'
import { startFrozen } from '../helpers/frozen.js'
import {
  clientOf,
  type Document,
  exportText,
  furnish,
  importState,
  replay,
  startFurnished,
} from '../helpers/state.js'

t.test('what was exported is what is there after it was imported', async (t) => {
  const { emulator, control } = await startFurnished(t)
  const text = await exportText(emulator)
  await control.post('/reset')
  t.same(await importState(emulator, text), {
    status: 200,
    body: {
      account_id: null,
      imported: {
        accounts: 1,
        apps: 1,
        presets: 7,
        meetings: 2,
        sessions: 2,
        participants: 1,
        session_participants: 1,
        session_chat_messages: 1,
        session_transcript_lines: 1,
        livestreams: 3,
        livestream_sessions: 3,
        recordings: 1,
        jobs: 2,
      },
    },
  })
  t.equal(await exportText(emulator), text)
})

t.test('an emulator with the same seed goes on from it as the first would have', async (t) => {
  const first = await startFurnished(t)
  await first.advance(1)
  const text = await exportText(first.emulator)
  const second = await startFrozen(t)
  await importState(second.emulator, text)
  t.same(await replay(second, first), await replay(first, first))
})

t.test('the import of everything sets the clock; that of an account leaves it', async (t) => {
  const { emulator, control } = await startFurnished(t)
  const text = await exportText(emulator)
  await control.put('/clock', { mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
  await importState(emulator, await exportText(emulator, 'nobody'), 'nobody')
  t.same((await control.get('/clock')).body, { mode: 'frozen', now: '2027-01-01T00:00:00.000Z' })
  await importState(emulator, text)
  t.same((await control.get('/clock')).body, { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
})

t.test('everything is replaced, and an account alone when one is named', async (t) => {
  const { emulator } = await startFrozen(t)
  const [one, two] = [clientOf(emulator, 'one'), clientOf(emulator, 'two')]
  await furnish(one)
  const kept = await exportText(emulator, 'one')
  const { app } = await furnish(two)
  const others = await exportText(emulator, 'two')
  await one.newApp('Later')

  await importState(emulator, kept, 'one')
  t.equal(await exportText(emulator, 'one'), kept)
  t.equal(await exportText(emulator, 'two'), others)

  await importState(emulator, kept)
  t.equal(await exportText(emulator, 'one'), kept)
  t.equal((await two.list(app)).status, 404)
})

t.test("an account's state can be given to others, which get stream keys of their own", async (t) => {
  const { emulator } = await startFrozen(t)
  const { app, meeting, ended, livestream } = await furnish(clientOf(emulator, 'one'))
  const document = await exportText(emulator, 'one')
  const given = ['two', 'three']
  for (const account of given) t.equal((await importState(emulator, document, account)).status, 200)

  const [one, two, three] = (
    await Promise.all(['one', ...given].map((account) => exportText(emulator, account)))
  ).map((text) => JSON.parse(text)) as [Document, Document, Document]
  t.same(
    two.livestreams.map(({ id }: Document) => id),
    one.livestreams.map(({ id }: Document) => id),
  )
  const secrets = [one, two, three].flatMap(({ livestreams }) =>
    livestreams.flatMap(({ stream_key, playback_id }: Document) => [stream_key, playback_id]),
  )
  const keys = [one, two, three].flatMap(({ recordings }) =>
    recordings.map(({ download_key }: Document) => download_key),
  )
  t.equal(new Set(keys).size, 3, 'and links of their own')
  t.equal(new Set(secrets).size, 18)
  for (const secret of secrets) t.match(secret, /^[0-9a-f]{32}(k[0-9a-f]{32})?$/)

  // Each goes on by itself: what is scheduled is scheduled for each.
  const ran = (await clientOf(emulator, 'two').advance(5)).body.ran
  t.equal(ran.length, 6)
  t.equal(await clientOf(emulator, 'two').status(app, livestream), 'LIVE')
  await clientOf(emulator, 'two').stop(app, meeting)
  t.equal(await clientOf(emulator, 'three').status(app, livestream), 'LIVE')
  t.equal((await clientOf(emulator, 'three').start(app, ended)).status, 201)
})

t.test('what an account is given does not depend on who else is there', async (t) => {
  const source = await startFrozen(t)
  await furnish(clientOf(source.emulator, 'one'))
  const document = await exportText(source.emulator, 'one')
  const alone = await startFrozen(t)
  await importState(alone.emulator, document, 'two')
  await importState(source.emulator, document, 'two')
  t.equal(await exportText(source.emulator, 'two'), await exportText(alone.emulator, 'two'))
})

t.test('a state of several accounts cannot be given to one', async (t) => {
  const { emulator } = await startFrozen(t)
  await furnish(clientOf(emulator, 'one'))
  await furnish(clientOf(emulator, 'two'))
  const before = await exportText(emulator)
  const { status, body } = await importState(emulator, before, 'one')
  t.equal(status, 400)
  t.equal(body.error.message, 'BAD_REQUEST: /accounts has 2 accounts: one account takes a state of one')
  t.equal(await exportText(emulator), before)
})

t.test('stream keys that another account has are refused, not taken', async (t) => {
  const { emulator } = await startFrozen(t)
  await furnish(clientOf(emulator, 'one'))
  const document = JSON.parse(await exportText(emulator, 'one'))
  document.accounts[0].id = 'two'
  document.apps[0].account_id = 'two'
  for (const job of document.jobs) job.account_id = 'two'
  await furnish(clientOf(emulator, 'two'))
  const before = await exportText(emulator)
  const { status, body } = await importState(emulator, document, 'two')
  t.equal(status, 400)
  t.equal(body.error.message, 'BAD_REQUEST: /livestreams/0/playback_id is in use in another account')
  t.equal(await exportText(emulator), before)
})

t.test(
  'any JSON text will do: other orders, spaces, escapes, columns that have defaults left out',
  async (t) => {
    const { emulator } = await startFurnished(t)
    const document: Document = JSON.parse(await exportText(emulator))
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(document).reverse()),
      (_key, value) => value,
      '\t',
    ).replaceAll('Camera', '\\u0043amera')
    t.equal((await importState(emulator, text)).status, 200)
    t.same(JSON.parse(await exportText(emulator)), document)

    for (const livestream of document.livestreams) {
      delete livestream.viewers
      delete livestream.width
      delete livestream.uuid
    }
    t.equal((await importState(emulator, document)).status, 200)
    t.equal(JSON.parse(await exportText(emulator)).livestreams[0].viewers, 0)
  },
)

t.test('lists that are left out are empty', async (t) => {
  const { emulator } = await startFurnished(t)
  t.same((await importState(emulator, { greenroom: 'state', version: 1 })).body, {
    account_id: null,
    imported: {},
  })
  t.same(JSON.parse(await exportText(emulator)).accounts, [])
})

t.test('requests are answered from what is there until a document is whole', async (t) => {
  const { emulator, app, list, newLivestream } = await startFurnished(t)
  const text = await exportText(emulator)
  await newLivestream(app)
  const before = (await list(app)).payload
  const upload = request(`${emulator.url}/_greenroom/state`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
  })
  upload.write(text.slice(0, -10))
  await new Promise((resolve) => upload.once('socket', resolve))
  t.equal((await list(app)).payload, before)
  const status = await new Promise((resolve, reject) => {
    upload.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    upload.end(text.slice(-10))
  })
  t.equal(status, 200)
  t.equal(await exportText(emulator), text)
})

t.test('an upload that breaks off changes nothing', async (t) => {
  const { emulator } = await startFurnished(t)
  const text = await exportText(emulator)
  const upload = request(`${emulator.url}/_greenroom/state`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
  }).on('error', () => {})
  await new Promise((resolve) => upload.write('{"greenroom":"state","version":1,"accounts":[', resolve))
  upload.destroy()
  await new Promise((resolve) => upload.once('close', resolve))
  t.equal(await exportText(emulator), text)
})
