/** Actions: calls of the control API that a person makes with a button or a command. */

import { signal } from '@preact/signals'
import { type Call, CallError, call, curlOf } from './client.js'

export interface Action {
  /** Such as `Stop`. */
  label: string
  call: Call
  /** The command line that does the same. */
  ctl: string
  /** A question that is asked first, for what cannot be undone. */
  confirm?: string
  isDanger?: boolean
  /** What to say when it is done; the label without it. */
  done?: (answer: unknown) => string
  /** Called with the answer. */
  after?: (answer: unknown) => void
  /** Makes the call in place of the usual way, and shows its answer where it stands. */
  perform?: () => Promise<void>
}

/** What an action did, or why it was refused; shown until it is dismissed or replaced. */
export interface Notice {
  id: number
  text: string
  isError: boolean
  /** The command lines that do the same. */
  lines: string[]
}

export const notices = signal<readonly Notice[]>([])
/** The action that waits for an answer to its question. */
export const asked = signal<Action | undefined>(undefined)

const MAX_NOTICES = 3
const SHOWN_MS = 8000
let lastId = 0

export const dismiss = (id: number) => {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}

/** Tell something. Errors stay until they are dismissed. */
function tell(text: string, { isError = false, lines = [] as string[] } = {}) {
  lastId += 1
  const id = lastId
  notices.value = [...notices.value, { id, text, isError, lines }].slice(-MAX_NOTICES)
  if (!isError) setTimeout(() => dismiss(id), SHOWN_MS)
}

/** The command lines that do what an action does. */
export const linesOf = (action: Action) => [curlOf(action.call), action.ctl]

async function perform(action: Action) {
  if (action.perform) return action.perform()
  const lines = linesOf(action)
  try {
    const answer = await call(action.call)
    tell(action.done?.(answer) ?? `Done: ${action.label}`, { lines })
    action.after?.(answer)
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    tell(`${action.label}: ${error.message}`, { isError: true, lines })
  }
}

/** Perform an action, after its question if it has one. */
export function act(action: Action): Promise<void> {
  if (action.confirm === undefined) return perform(action)
  asked.value = action
  return Promise.resolve()
}

/** Answer the question of the action that waits. */
export function answer(isYes: boolean) {
  const action = asked.value
  asked.value = undefined
  if (action && isYes) void perform(action)
}
