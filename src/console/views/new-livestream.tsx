/** Creates an independent livestream in the app that is in view. */

import { useState } from 'preact/hooks'
import { type Action, act, linesOf } from '../core/actions.js'
import { go, scope } from '../core/router.js'
import { Line } from '../parts/copy.js'
import { apiCall } from './api-call.js'
import { hrefOfSubject } from './subject.js'

interface Created {
  data: { id: string }
}

export function NewLivestream() {
  const { account_id: account, app_id: app } = scope.value
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  if (account === undefined || app === undefined) return null
  const of = { account_id: account, app_id: app }
  const create: Action = {
    label: 'Create the livestream',
    ...apiCall('POST', of, { path: '/livestreams', body: { name: name || 'Show' } }),
    done: () => 'Created: push to its ingest server, or let it go live',
    after: (answer) => go(hrefOfSubject('livestreams', (answer as Created).data.id, of)),
  }
  if (!isOpen)
    return (
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        New livestream
      </button>
    )
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act(create)
      }}
    >
      <label>
        Name
        <input
          value={name}
          placeholder="Show"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Create
      </button>
      <button type="button" onClick={() => setOpen(false)}>
        Cancel
      </button>
      {linesOf(create).map((line) => (
        <Line key={line} text={line} label="the command line" />
      ))}
    </form>
  )
}
