import t from 'tap'
import { after, frozen } from '../helpers/world.js'

t.test('scheduled lists what is due and when, in the order in which it will run', async (t) => {
  const { control, account, app, meeting, start } = await frozen(t)
  const [first, second] = [await meeting(), await meeting()]
  const one = await start(first)
  await control.post('/clock/advance', { seconds: 2 })
  const two = await start(second)
  const due = (kind: string, seconds: number, meeting_id: string, livestream_id: string) => ({
    kind,
    at: after(seconds),
    account_id: account,
    app_id: app,
    meeting_id,
    livestream_id,
  })
  t.strictSame(await control.get('/scheduled'), {
    status: 200,
    body: {
      scheduled: [due('livestream.live', 4, second, two), due('livestream.stop', 86_402, first, one)],
      total: 2,
    },
  })
})

t.test('an advance runs what was listed, in the order listed', async (t) => {
  const { control, meeting, start } = await frozen(t)
  for (let i = 0; i < 5; i++) await start(await meeting())
  const { body } = await control.get('/scheduled')
  const { body: advanced } = await control.post('/clock/advance', { seconds: 2 })
  t.equal(body.scheduled.length, 5)
  t.strictSame(advanced.ran, body.scheduled)
})

t.test('an account and an app see their own', async (t) => {
  const { control, emulator, newApp, ...mine } = await frozen(t)
  const other = await newApp('other')
  const sibling = await newApp('acc')
  const id = await mine.start(await mine.meeting())
  const theirs = await other.start(await other.meeting())
  const third = await sibling.start(await sibling.meeting())
  const listed = async (query: string) =>
    (await control.get(`/scheduled${query}`)).body.scheduled.map(
      (job: { livestream_id: string }) => job.livestream_id,
    )
  t.strictSame(await listed(''), [id, theirs, third])
  t.strictSame(await listed('?account_id=acc'), [id, third])
  t.strictSame(await listed(`?account_id=acc&app_id=${sibling.app}`), [third])
  t.strictSame(await listed(`?account_id=other&app_id=${sibling.app}`), [])
  t.strictSame(await listed('?account_id=nobody'), [])
  t.strictSame(
    emulator.scheduled({ account_id: 'other' }).map((job) => job.livestream_id),
    [theirs],
  )
})

t.test('a long list is cut at the limit, and says how long it is', async (t) => {
  const { control, meeting, start } = await frozen(t)
  for (let i = 0; i < 3; i++) await start(await meeting())
  const { body } = await control.get('/scheduled?limit=2')
  t.equal(body.scheduled.length, 2)
  t.equal(body.total, 3)
})

t.test('what is wrong with a filter is named', async (t) => {
  const { control, emulator } = await frozen(t)
  for (const [query, problem] of [
    ['?account=acc', '"account" is not allowed'],
    ['?account_id=', '"account_id" is not allowed to be empty'],
    ['?limit=0', '"limit" must be greater than or equal to 1'],
    ['?limit=many', '"limit" must be an integer'],
  ])
    t.strictSame(await control.get(`/scheduled${query}`), {
      status: 400,
      body: { success: false, error: { code: 400, message: `BAD_REQUEST: ${problem}` } },
    })
  t.throws(() => emulator.scheduled({ limit: 0 }), {
    message: 'BAD_REQUEST: "limit" must be greater than or equal to 1',
  })
})
