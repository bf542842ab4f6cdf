/** The clocks: the shared one and those of accounts, as they go on between two answers of Greenroom. */

import { computed, signal } from '@preact/signals'
import type { ClockAnswer, ClockState } from '../../control/clock-schemas.js'
import { get } from './client.js'
import { listen, onReturn } from './live.js'

interface Reading extends ClockState {
  /** The page's own time at the answer, in milliseconds. */
  readAt: number
}

const shared = signal<Reading | undefined>(undefined)
const own = signal<ReadonlyMap<string, Reading>>(new Map())
/** Changes once a second while a clock runs, so that what is shown runs too. */
const tick = signal(0)

const asReading = (state: ClockState): Reading => ({ ...state, readAt: performance.now() })

async function read() {
  const { accounts = [], ...state } = await get<ClockAnswer>('/clock')
  shared.value = asReading(state)
  own.value = new Map(accounts.map((each) => [each.account_id ?? '', asReading(each)]))
}

/** Find the clock that an account follows; the shared one without an account. */
export const clockOf = (accountId?: string | undefined) =>
  (accountId === undefined ? undefined : own.value.get(accountId)) ?? shared.value

/** Whether an account has a clock of its own. */
export const hasOwnClock = (accountId: string) => own.value.has(accountId)

/** The accounts with clocks of their own. */
export const ownClocks = computed(() => [...own.value].map(([accountId, { mode }]) => ({ accountId, mode })))

/** Tell the time of an account, in Unix milliseconds; undefined until the first answer. */
export function nowOf(accountId?: string | undefined): number | undefined {
  const reading = clockOf(accountId)
  if (!reading) return undefined
  if (reading.mode !== 'frozen') tick.value
  const since = reading.mode === 'frozen' ? 0 : performance.now() - reading.readAt
  return Date.parse(reading.now) + since
}

/** Begin to follow the clocks. */
export function startTime() {
  const refresh = () => void read().catch(() => {})
  refresh()
  onReturn(refresh)
  listen(({ type }) => {
    if (type === 'clock' || type === 'lost') refresh()
  })
  setInterval(() => {
    tick.value += 1
  }, 1000)
}
