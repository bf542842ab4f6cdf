/** Commands that list what Greenroom holds, and show one thing. */

import t from 'tap'
import { startCtl } from '../helpers/ctl.js'

const inApp = ['--app', 'app_id', '--account', '023e105f4ecef8ad9ca31a8372d0c353']

t.test('livestreams shows a page, and says that there is more', async (t) => {
  const { lines, json, call, run } = await startCtl(t)
  t.equal(await call('POST', '/app_id/meetings/meeting_id/livestreams'), 201)
  const { livestreams, total_count } = await json('livestreams', ...inApp)
  t.equal(livestreams.length, total_count)
  const [newest] = livestreams
  t.equal(newest.status, 'INVOKED')

  const [head, row, more] = await lines(
    'livestreams',
    '--status',
    'INVOKED,IDLE,LIVE',
    '--per-page',
    '1',
    ...inApp,
  )
  t.match(head, /^ID +STATUS +NAME +MEETING_ID /)
  t.ok(row?.startsWith(newest.id))
  t.match(more, /^1 of \d+$/)
  t.strictSame(await lines('livestreams', '--search', 'nobody has this'), ['none'])

  const refused = await run('livestreams', '--status', 'DEAD')
  t.equal(refused.code, 1)
  t.match(refused.stderr, /"status" must be of \[INVOKED, LIVE, IDLE, ERRORED\]/)
})

t.test('livestream shows one with its livestream sessions', async (t) => {
  const { lines, json, run } = await startCtl(t)
  const shown = await lines('livestream', 'livestream_id', ...inApp)
  t.ok(shown.some((line) => /^stream_key +\S+/.test(line)))
  t.ok(shown.some((line) => /^ID +STARTED_TIME +STOPPED_TIME /.test(line)))
  t.equal((await json('livestream', 'livestream_id', ...inApp)).id, 'livestream_id')
  t.match(await run('livestream', 'none'), { code: 1, stderr: /none/ })
  t.match(await run('livestream'), { code: 2, stderr: /Usage:\n {2}livestream LIVESTREAM_ID/ })
})

t.test('meetings, sessions and who is there', async (t) => {
  const { lines, json, run } = await startCtl(t)
  t.equal((await run('join', 'meeting_id', '--name', 'Ada', ...inApp)).code, 0)
  const meeting = await json('meeting', 'meeting_id', ...inApp)
  t.equal(meeting.live_session.live_participants, 3)
  t.match(await lines('meetings', ...inApp), [/^ID +STATUS +TITLE /])
  t.match(await json('sessions', '--meeting', 'meeting_id', '--status', 'LIVE', ...inApp), {
    sessions: [{ id: meeting.live_session.id }],
  })
  const shown = await lines('session', meeting.live_session.id, ...inApp)
  t.match(shown.at(-1), /Ada/)
  t.match(await run('participants', ...inApp), { code: 1, stderr: /meeting_id/ })
  t.match(await json('participants', '--meeting', 'meeting_id', ...inApp), { participants: [] })
})

t.test('accounts, recordings, webhooks and presets', async (t) => {
  const { lines } = await startCtl(t)
  const [head, ...apps] = await lines('accounts')
  t.match(head, /^ACCOUNT_ID +CLOCK +APP_ID +NAME +INVOKED +LIVE +IDLE +ERRORED +MEETINGS +LIVE_SESSIONS$/)
  t.ok(apps.length)
  for (const name of ['recordings', 'webhooks', 'presets'])
    t.match((await lines(name))[0], /^ID +|^none$/, name)
})
