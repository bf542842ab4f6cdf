/** Commands that change the world, and those that look at it. */

import t from 'tap'
import { startCtl } from '../helpers/ctl.js'

const start = '/app_id/meetings/meeting_id/livestreams'

t.test('advance moves the clock and shows what ran', async (t) => {
  const { lines, json, call } = await startCtl(t)
  t.equal(await call('POST', start), 201)
  const [id] = (await json('scheduled')).scheduled.map((job: { livestream_id: string }) => job.livestream_id)

  t.strictSame(await lines('advance', '1.5'), ['frozen at 2026-01-01T00:00:01.500Z', 'none'])
  const [clock, head, row, ...more] = await lines('advance', '--to', '2026-01-01T00:01:00Z')
  t.equal(clock, 'frozen at 2026-01-01T00:01:00.000Z')
  t.match(head, /^AT +KIND +ACCOUNT_ID +APP_ID +LIVESTREAM_ID$/)
  t.strictSame(row?.split(/ +/), [
    '2026-01-01T00:00:02.000Z',
    'livestream.live',
    '023e105f4ecef8ad9ca31a8372d0c353',
    'app_id',
    id,
  ])
  t.strictSame(more, [])
  const idle = await json('advance', '--until', 'idle')
  t.ok(idle.ran.length > 0, 'livestreams stop after 24 hours')
  t.strictSame(await lines('scheduled'), ['none'])
})

t.test('scheduled shows what is due, of one account where that is asked for', async (t) => {
  const { lines } = await startCtl(t)
  const [head, row] = await lines('scheduled')
  t.match(head, /^AT +KIND +ACCOUNT_ID +APP_ID +LIVESTREAM_ID$/)
  t.match(row, /^\S+Z +livestream\.stop +023e105f4ecef8ad9ca31a8372d0c353 /)
  t.strictSame(await lines('scheduled', '--account', 'other'), ['none'])
})

t.test('event makes something happen, and reset takes it back', async (t) => {
  const { lines, run, json } = await startCtl(t)
  const args = ['event', 'livestream_id', 'fail', '--err-message', 'encoder lost']
  const ambiguous = await run(...args)
  t.match([ambiguous.code, ambiguous.stderr], [1, /account_id.*app_id/], 'two apps of the fixtures have it')

  t.strictSame(await lines(...args, '--app', 'app_id'), [
    'id          livestream_id',
    'status      ERRORED',
    'updated_at  2026-01-01T00:00:00.000Z',
  ])
  const again = await run('event', 'livestream_id', 'stop', '--app', 'app_id')
  t.match([again.code, again.stderr], [1, /ERRORED/])

  const [reset] = await lines('reset')
  t.match(reset, /^fixtures +\[.*"docs"/)
  t.match(await json('event', 'livestream_id', 'stop', '--app', 'app_id'), { status: 'IDLE' })
})

t.test('info shows what runs there', async (t) => {
  const { lines, json } = await startCtl(t)
  const info = await json('info')
  t.match(info, { wire: 'documented', clock: { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' } })
  const shown = await lines('info')
  t.strictSame(
    shown.map((line) => line.split(' ', 1)[0]),
    Object.keys(info).filter((name) => name !== 'settings'),
  )
  t.ok(shown.some((line) => /^clock +\{"mode":"frozen","now":"2026-01-01T00:00:00.000Z"\}$/.test(line)))
})
