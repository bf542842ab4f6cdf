/** Time: the clock, what is scheduled, and what the last advance ran. */

import { useState } from 'preact/hooks'
import type { Scheduled } from '../../control/scheduled-schemas.js'
import { act } from '../core/actions.js'
import { countOf, timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { clockOf, hasOwnClock, nowOf, ownClocks } from '../core/time.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Card, Page } from '../parts/page.js'
import { ScheduledTable } from './scheduled.js'
import { advances, advanceTo, giveOwn, giveUp, setMode } from './time-actions.js'
import { lastAdvance } from './time-state.js'
import { Timeline } from './timeline.js'

const MAX_SHOWN = 100

const modes = {
  real: 'It is the time of this machine. Advancing it makes it run ahead.',
  offset: 'It runs, ahead of or behind the time of this machine.',
  frozen: 'It stands still until it is advanced.',
}

function ToInstant({ accountId }: { accountId: string | undefined }) {
  const [text, setText] = useState('')
  const instant = Date.parse(`${text}Z`)
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act(advanceTo(new Date(instant).toISOString(), accountId))
      }}
    >
      <label>
        To an instant (UTC)
        <input
          type="datetime-local"
          step="1"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={Number.isNaN(instant)}>
        Advance to it
      </button>
    </form>
  )
}

function Clock() {
  const { account_id: accountId } = scope.value
  const state = clockOf(accountId)
  const now = nowOf(accountId)
  if (!state || now === undefined) return null
  const isOwn = accountId !== undefined && hasOwnClock(accountId)
  // A clock of its own is given by advancing it too.
  const moved = isOwn ? accountId : undefined
  const others = ownClocks.value.length
  return (
    <Card title={isOwn ? 'The clock of this account' : 'The shared clock'} isWide>
      <p class="big">{timeOf(new Date(now).toISOString())} UTC</p>
      <p>
        {modes[state.mode]}{' '}
        {!isOwn &&
          others > 0 &&
          `${countOf(others, 'account has', 'accounts have')} a clock of their own and stay where they are.`}
      </p>
      <Actions label="Advance the clock" actions={advances(moved)} />
      <ToInstant accountId={moved} />
      <Actions
        label="Mode of the clock"
        actions={[
          state.mode === 'frozen' ? setMode('offset', moved) : setMode('frozen', moved),
          ...(state.mode === 'real' ? [] : [setMode('real', moved)]),
          ...(accountId === undefined ? [] : [isOwn ? giveUp(accountId) : giveOwn(accountId)]),
        ]}
      />
    </Card>
  )
}

export function Time() {
  const query = { ...scope.value, limit: MAX_SHOWN }
  const { data, error } = useData<{ scheduled: Scheduled[]; total: number }>('/scheduled', {
    query,
    on: ['state', 'job', 'clock'],
  })
  const jobs = data?.scheduled ?? []
  const ran = lastAdvance.value
  return (
    <Page title="Time" error={error}>
      <Clock />
      {data && (
        <Card title={`Scheduled: ${data.total}`} isWide>
          {jobs.length > 0 && <Timeline jobs={jobs} />}
          <ScheduledTable
            label="Scheduled jobs"
            jobs={jobs}
            empty="Nothing is scheduled. Start a livestream, and it will go live by itself."
          />
        </Card>
      )}
      {ran && (
        <Card title={`The last advance: ${countOf(ran.ran.length, 'job')} ran`} isWide>
          <ScheduledTable
            label="Jobs that ran"
            jobs={ran.ran.slice(0, MAX_SHOWN)}
            empty={`Nothing was due until ${timeOf(ran.now)}.`}
          />
        </Card>
      )}
    </Page>
  )
}
