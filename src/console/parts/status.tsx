/** A status, told by text and shape as well as colour. */

import { titleOf } from '../core/format.js'

/** What a status means to a person who looks: it runs, it waits, it is over, it went wrong. */
const kinds: Record<string, 'on' | 'wait' | 'off' | 'bad'> = {
  LIVE: 'on',
  RECORDING: 'on',
  ACTIVE: 'on',
  UPLOADED: 'on',
  delivered: 'on',
  enabled: 'on',
  INVOKED: 'wait',
  PAUSED: 'wait',
  UPLOADING: 'wait',
  pending: 'wait',
  IDLE: 'off',
  ENDED: 'off',
  INACTIVE: 'off',
  cancelled: 'off',
  disabled: 'off',
  ERRORED: 'bad',
  failed: 'bad',
  dropped: 'bad',
}
const shapes = { on: '●', wait: '◐', off: '○', bad: '▲' }

export function Status({ status }: { status: string }) {
  const kind = kinds[status] ?? 'off'
  return (
    <span class={`status status-${kind}`}>
      <span aria-hidden="true">{shapes[kind]}</span> {titleOf(status)}
    </span>
  )
}

/** The status of an HTTP answer. */
export function HttpStatus({ status }: { status: number | null }) {
  const kind = status === null || status >= 500 ? 'bad' : status >= 400 ? 'wait' : 'on'
  return (
    <span class={`status status-${kind}`}>
      <span aria-hidden="true">{shapes[kind]}</span> {status ?? 'none'}
    </span>
  )
}
