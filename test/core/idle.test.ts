import t from 'tap'
import { createClockControl } from '../../src/control/clock.js'
import { createClock } from '../../src/core/clock.js'
import { createClocks } from '../../src/core/clocks.js'
import { IDLE_ALLOWANCE } from '../../src/core/scheduler.js'
import { createSchedulers } from '../../src/core/schedulers.js'
import type { AccountClocks } from '../../src/store/account-clocks.js'
import type { Job } from '../../src/store/jobs.js'

/** A queue whose one job schedules itself again. */
function endless(t: { fail(message: string): unknown; teardown(undo: () => void): unknown }, period: number) {
  const clock = createClocks(createClock({ mode: 'frozen', now: 0 }))
  let job = { pk: 1, kind: 'livestream.stop', dueAt: period, accountId: 'acc' } as Job
  let runs = 0
  const scheduler = createSchedulers<Job>({
    clocks: clock,
    queueOf: () => ({
      nextDueAt: () => job.dueAt,
      earliest: () => job,
      size: () => 1,
      run() {
        runs++
        job = { ...job, dueAt: job.dueAt + period }
      },
      fail: () => ({ willRetry: false }),
    }),
    onFailure: () => t.fail('nothing fails'),
    settled: () => undefined,
  })
  t.teardown(scheduler.stop)
  return {
    control: createClockControl({ clock, scheduler, accountClocks: {} as AccountClocks }),
    runs: () => runs,
  }
}

for (const [what, period] of [
  ['an hour later', 3_600_000],
  ['at once', 0],
] as const)
  t.test(`until idle gives up on a job that schedules itself again ${what}`, async (t) => {
    const { control, runs } = endless(t, period)
    const at = new Date(period * (IDLE_ALLOWANCE + 1)).toISOString()
    await t.rejects(control.advance({ until: 'idle' }), {
      message: `"until" idle was not reached: ${IDLE_ALLOWANCE + 1} jobs ran, the clock is at ${at}, more is pending`,
    })
    t.equal(runs(), IDLE_ALLOWANCE + 1)
  })

t.test('an advance by seconds runs such a job as often as it falls due', async (t) => {
  const { control, runs } = endless(t, 1000)
  await control.advance({ seconds: 3 })
  t.equal(runs(), 3)
})
