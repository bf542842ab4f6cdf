/** What can be done with a livestream: only what its lifecycle allows. */

import type { LivestreamDetails } from '../../control/lists/item-schemas.js'
import type { Action } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { scopeBody } from './subject.js'

const labels = { live: 'Go live', stop: 'Stop', fail: 'Fail' } as const

/** @param errMessage why it fails, for the action that makes it fail */
export function livestreamActions(livestream: LivestreamDetails, errMessage: string): Action[] {
  const { id, possible_events: events, disabled } = livestream
  const path = `/livestreams/${encodeURIComponent(id)}`
  const words = ctlScope(livestream)
  const body = scopeBody(livestream)
  return [
    ...events
      .filter((event) => event !== 'live' || !disabled)
      .map((event): Action => {
        const message = event === 'fail' && errMessage ? errMessage : undefined
        return {
          label: labels[event],
          isDanger: event !== 'live',
          call: { method: 'POST', path: `${path}/events`, body: { event, err_message: message, ...body } },
          ctl: ctlOf(
            'event',
            id,
            event,
            ...(message === undefined ? [] : ['--err-message', message]),
            ...words,
          ),
          done: (answer) => `It is ${(answer as { status: string }).status}`,
        }
      }),
    {
      label: disabled ? 'Enable' : 'Disable',
      call: { method: 'POST', path: `${path}/${disabled ? 'enable' : 'disable'}`, body },
      ctl: ctlOf(disabled ? 'enable' : 'disable', id, ...words),
    },
    {
      label: 'New stream key',
      call: { method: 'POST', path: `${path}/reset-stream-key`, body },
      ctl: ctlOf('reset-stream-key', id, ...words),
      confirm: 'Encoders that use the old key can no longer connect.',
      isDanger: true,
    },
  ]
}

/** Set how many people watch. */
export const setViewers = (livestream: LivestreamDetails, viewers: number): Action => ({
  label: 'Set the viewers',
  call: {
    method: 'POST',
    path: `/livestreams/${encodeURIComponent(livestream.id)}/viewers`,
    body: { viewers, ...scopeBody(livestream) },
  },
  ctl: ctlOf('viewers', livestream.id, viewers, ...ctlScope(livestream)),
})
