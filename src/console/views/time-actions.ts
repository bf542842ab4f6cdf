/** What can be done with a clock. */

import { effect, untracked } from '@preact/signals'
import type { Scheduled } from '../../control/scheduled-schemas.js'
import { type Action, act } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { addCommands } from '../core/commands.js'
import { countOf, timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { hasOwnClock } from '../core/time.js'
import { lastAdvance } from './time-state.js'

interface Advanced {
  mode: string
  now: string
  ran: Scheduled[]
}

/** Advance a clock. @param body what the control API takes @param words what `ctl advance` takes */
function advance(
  label: string,
  body: object,
  words: (string | number)[],
  accountId: string | undefined,
): Action {
  return {
    label,
    call: { method: 'POST', path: '/clock/advance', body: { ...body, account_id: accountId } },
    ctl: ctlOf('advance', ...words, ...ctlScope({ account_id: accountId })),
    done: (answer) => {
      const { now, ran } = answer as Advanced
      return `It is ${timeOf(now)}; ${countOf(ran.length, 'job')} ran`
    },
    after: (answer) => {
      lastAdvance.value = answer as Advanced
    },
  }
}

/** The usual steps of a clock. */
export const advances = (accountId: string | undefined): Action[] => [
  advance('+2 s', { seconds: 2 }, [2], accountId),
  advance('+90 s', { seconds: 90 }, [90], accountId),
  advance('+1 h', { seconds: 3600 }, [3600], accountId),
  advance('Until idle', { until: 'idle' }, ['--until', 'idle'], accountId),
]

/** Advance to an instant. */
export const advanceTo = (to: string, accountId: string | undefined) =>
  advance('Advance to it', { to }, ['--to', to], accountId)

/** Freeze a clock, or let it run. */
export const setMode = (mode: 'frozen' | 'offset' | 'real', accountId: string | undefined): Action => ({
  label: { frozen: 'Freeze', offset: 'Let it run from here', real: 'Real time' }[mode],
  call: { method: 'PUT', path: '/clock', body: { mode, account_id: accountId } },
  ctl: ctlOf('clock', mode, ...ctlScope({ account_id: accountId })),
  ...(mode === 'real' && {
    confirm: 'The clock jumps to the time of this machine; no job between runs at its own time.',
  }),
})

/** Let an account follow the shared clock again. */
export const giveUp = (accountId: string): Action => ({
  label: 'Follow the shared clock',
  call: { method: 'DELETE', path: '/clock', query: { account_id: accountId } },
  ctl: ctlOf('clock', 'shared', '--account', accountId),
})

/** Give an account a clock of its own. */
export const giveOwn = (accountId: string): Action => ({
  label: 'A clock of its own',
  call: { method: 'PUT', path: '/clock', body: { account_id: accountId } },
  ctl: ctlOf('clock', 'frozen', '--account', accountId),
})

/** Keep the steps of the clock in view among the commands: the shared one, unless the account has its own. */
export function addTimeCommands() {
  let remove = () => {}
  effect(() => {
    const { account_id: inView } = scope.value
    const accountId = inView !== undefined && hasOwnClock(inView) ? inView : undefined
    const added = advances(accountId).map((action) => ({
      group: 'Time',
      label: `Advance ${action.label}`,
      run: () => void act(action),
    }))
    untracked(() => {
      remove()
      remove = addCommands(added)
    })
  })
}
