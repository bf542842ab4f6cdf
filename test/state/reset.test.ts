import t from 'tap'
import type { Answer } from '../helpers/client.js'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, furnish, importState } from '../helpers/state.js'

/** The account of the fixture docs. */
const docs = '023e105f4ecef8ad9ca31a8372d0c353'
const fixture = {
  apps: [{ id: 'app', name: 'Mine' }],
  meetings: [{ app_id: 'app', id: 'meeting' }],
  livestreams: [{ app_id: 'app', id: 'live', meeting_id: 'meeting', status: 'INVOKED' }],
}

t.test('a reset returns to the fixtures of the start, ids and all', async (t) => {
  const { emulator, control, advance } = await startFrozen(t, { fixtures: ['docs'] })
  const before = await exportText(emulator)
  await furnish(clientOf(emulator, 'one'))
  await furnish(clientOf(emulator, docs))
  t.same((await control.post('/reset')).body, { fixtures: ['docs'] })
  t.equal(await exportText(emulator), before)
  await advance(60)
  t.equal((await control.post('/reset')).status, 200)
  t.equal(JSON.parse(await exportText(emulator)).clock.now, '2026-01-01T00:01:00.000Z', 'the clock stays')
})

t.test('an account is reset alone, to what the fixtures say of it', async (t) => {
  const { emulator, control, advance } = await startFrozen(t, { fixtures: ['docs'] })
  const before = await exportText(emulator, docs)
  await furnish(clientOf(emulator, docs))
  const { app, livestream } = await furnish(clientOf(emulator, 'one'))
  const one = await exportText(emulator, 'one')

  t.same((await control.post('/reset', { account_id: docs })).body, {
    account_id: docs,
    fixtures: ['docs'],
  })
  t.equal(await exportText(emulator, docs), before)
  t.equal(await exportText(emulator, 'one'), one)

  await furnish(clientOf(emulator, docs))
  const kept = await exportText(emulator, docs)
  await control.post('/reset', { account_id: 'one' })
  t.same(JSON.parse(await exportText(emulator, 'one')).accounts, [])
  t.equal(await exportText(emulator, docs), kept)
  t.equal((await clientOf(emulator, 'one').details(app, livestream)).status, 404)
  t.same((await advance(3)).body.ran.length, 2, "the other's work alone is left")
})

t.test('other fixtures: none, by name, several, or given', async (t) => {
  const { emulator, control } = await startFrozen(t, { fixtures: ['docs'] })
  const apps = async () =>
    JSON.parse(await exportText(emulator)).apps.map(
      ({ account_id, name }: Record<string, string>) => `${account_id}: ${name}`,
    )
  const ofDocs = [', app_id', '', ', recordings'].map((end) => `${docs}: Documentation examples${end}`)

  t.same((await control.post('/reset', { fixtures: 'none' })).body, { fixtures: [] })
  t.same(await apps(), [])
  t.same((await control.post('/reset', { fixtures: 'docs' })).body, { fixtures: ['docs'] })
  t.same(await apps(), ofDocs)
  t.same((await control.post('/reset', { fixtures: [] })).body, { fixtures: [] })
  t.same(await apps(), [])
  const given = { account_id: 'one', ...fixture }
  t.same((await control.post('/reset', { fixtures: given })).body, { fixtures: ['fixtures[0]'] })
  t.same(await apps(), ['one: Mine'])
  t.same((await control.post('/reset', { fixtures: ['docs', given] })).body, {
    fixtures: ['docs', 'fixtures[1]'],
  })
  t.same(await apps(), [...ofDocs, 'one: Mine'])
})

t.test('fixtures for one account are written as its own, whosever they are', async (t) => {
  const { emulator, control, advance } = await startFrozen(t)
  for (const account_id of ['one', 'two']) {
    t.same((await control.post('/reset', { account_id, fixtures: ['docs', fixture] })).body, {
      account_id,
      fixtures: ['docs', 'fixtures[1]'],
    })
    t.equal((await clientOf(emulator, account_id).details('app_id', 'livestream_id')).status, 200)
    t.equal(await clientOf(emulator, account_id).status('app', 'live'), 'INVOKED')
  }
  await advance(2)
  t.equal(await clientOf(emulator, 'one').status('app', 'live'), 'LIVE')

  const two = await exportText(emulator, 'two')
  await control.post('/reset', { account_id: 'one', fixtures: 'none' })
  t.equal(await exportText(emulator, 'two'), two)
  t.same(
    JSON.parse(await exportText(emulator)).accounts.map(({ id }: { id: string }) => id),
    ['two'],
  )
})

t.test('of a fixture of several accounts, one account takes what is its own', async (t) => {
  const { emulator, control } = await startFrozen(t)
  const several = {
    account_id: 'one',
    apps: [{ name: 'Of one' }, { name: 'Of two', account_id: 'two' }],
  }
  await control.post('/reset', { account_id: 'two', fixtures: several })
  t.same(
    JSON.parse(await exportText(emulator)).apps.map(({ name }: { name: string }) => name),
    ['Of two'],
  )
  const { status, body } = await control.post('/reset', { account_id: 'three', fixtures: several })
  t.same(
    [status, body.error.message],
    [
      400,
      'BAD_REQUEST: fixtures[0]: has several accounts and not three: only a fixture of one account can be given to another',
    ],
  )
})

const key = 'k'.repeat(20)
const app = { id: 'app', name: 'Mine' }
const keyed = {
  apps: [app],
  livestreams: [{ app_id: 'app', status: 'INVOKED', stream_key: key }],
}
const refusals: [what: string, body: object, problem: string][] = [
  [
    'an unknown name',
    { fixtures: 'dcos' },
    'there is no fixture dcos: give docs, demo, none, or a fixture itself',
  ],
  [
    'a file',
    { fixtures: '/etc/passwd' },
    'there is no fixture /etc/passwd: give docs, demo, none, or a fixture itself',
  ],
  ['none with others', { fixtures: ['none', 'docs'] }, 'the fixture "none" cannot be combined with others'],
  ['a number', { fixtures: 5 }, '"fixtures" must be a string or an object or an array'],
  ['a misspelt property', { fixture: 'docs' }, '"fixture" is not allowed'],
  [
    'fixtures that do not fit their schema, and a name, all at once',
    { fixtures: ['dcos', { apps: [{}] }] },
    "there is no fixture dcos: give docs, demo, none, or a fixture itself; fixtures[1]: /apps/0 must have required property 'name'",
  ],
  [
    'a fixture that refers to nothing',
    { account_id: 'one', fixtures: { apps: [app], meetings: [{ app_id: 'gone' }] } },
    'fixtures[0]: /meetings/0/app_id names no app: gone',
  ],
  [
    'a fixture of no account',
    { fixtures: { apps: [app] } },
    'fixtures[0]: /apps/0/account_id is needed, or one for the whole fixture',
  ],
  [
    'a stream key that another account has',
    { account_id: 'one', fixtures: keyed },
    'a stream_key of the fixtures is in use in another account',
  ],
]
for (const [what, body, problem] of refusals)
  t.test(`${what} is refused, and nothing is removed`, async (t) => {
    const { emulator, control } = await startFrozen(t)
    await control.post('/reset', { account_id: 'two', fixtures: keyed })
    await furnish(clientOf(emulator, 'one'))
    const before = await exportText(emulator)
    const answer = await control.post('/reset', body)
    t.same([answer.status, answer.body.error.message], [400, `BAD_REQUEST: ${problem}`])
    t.equal(await exportText(emulator), before)
  })

t.test('requests on their way are answered whole, from before or from after', async (t) => {
  const { emulator, control, list, newApp, newLivestream } = await startFrozen(t)
  const app = await newApp()
  await newLivestream(app)
  const before = (await list(app)).payload
  const document = await exportText(emulator)
  const lists: Promise<Answer>[] = []
  const others: Promise<unknown>[] = []
  for (let i = 0; i < 60; i++) {
    lists.push(list(app))
    if (i % 20 === 7) others.push(control.post('/reset'))
    if (i % 20 === 14) others.push(importState(emulator, document))
  }
  for (const { status, payload } of await Promise.all(lists))
    t.ok(status === 404 || payload === before, payload)
  await Promise.all(others)
})
