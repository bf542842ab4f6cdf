/** What actions did, and the question before one that cannot be undone. */

import { answer, asked, dismiss, linesOf, notices } from '../core/actions.js'
import { Line } from '../parts/copy.js'
import { Dialog } from './dialog.js'

export function Notices() {
  return (
    <div class="notices" aria-live="polite">
      {notices.value.map(({ id, text, isError, lines }) => (
        <div key={id} class={isError ? 'notice bad' : 'notice'} role={isError ? 'alert' : undefined}>
          <p>{text}</p>
          <button type="button" class="quiet small" aria-label="Dismiss" onClick={() => dismiss(id)}>
            ✕
          </button>
          {lines.length > 0 && (
            <details>
              <summary>The same from a terminal</summary>
              {lines.map((line) => (
                <Line key={line} text={line} label="the command line" />
              ))}
            </details>
          )}
        </div>
      ))}
    </div>
  )
}

export function Confirm() {
  const action = asked.value
  return (
    <Dialog isOpen={action !== undefined} label="Confirm" onClose={() => answer(false)}>
      {action && (
        <>
          <h2>{action.label}</h2>
          <p>{action.confirm}</p>
          {linesOf(action).map((line) => (
            <Line key={line} text={line} label="the command line" />
          ))}
          <div class="buttons">
            <button type="button" onClick={() => answer(false)}>
              Cancel
            </button>
            <button type="button" class="danger" onClick={() => answer(true)}>
              {action.label}
            </button>
          </div>
        </>
      )}
    </Dialog>
  )
}
