/** Buttons for actions, and the command lines that do the same. */

import { useState } from 'preact/hooks'
import { type Action, act, linesOf } from '../core/actions.js'
import { Line } from './copy.js'

export function ActionButton({ action }: { action: Action }) {
  return (
    <button type="button" class={action.isDanger ? 'danger' : ''} onClick={() => void act(action)}>
      {action.label}
    </button>
  )
}

/** Buttons side by side, with a switch that shows the command lines of each. */
export function Actions({ actions, label }: { actions: readonly Action[]; label: string }) {
  const [isOpen, setOpen] = useState(false)
  if (!actions.length) return null
  return (
    <div class="actions">
      <div class="buttons" role="group" aria-label={label}>
        {actions.map((action) => (
          <ActionButton key={action.label} action={action} />
        ))}
        <button
          type="button"
          class="quiet"
          aria-expanded={isOpen}
          aria-label={`Command lines: ${label}`}
          onClick={() => setOpen(!isOpen)}
        >
          {'</>'}
        </button>
      </div>
      {isOpen && (
        <dl class="lines">
          {actions.map((action) => (
            <div key={action.label}>
              <dt>{action.label}</dt>
              <dd>
                {linesOf(action).map((line, i) => (
                  <Line key={line} text={line} label={`${i === 0 ? 'curl' : 'ctl'}: ${action.label}`} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
