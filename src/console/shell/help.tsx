import { dialog, keyHelp } from '../core/keys.js'
import { Dialog } from './dialog.js'

const close = () => {
  if (dialog.value === 'help') dialog.value = undefined
}

/** The keys. */
export function Help() {
  return (
    <Dialog isOpen={dialog.value === 'help'} label="Keys" onClose={close}>
      <h2>Keys</h2>
      <dl class="facts">
        {keyHelp.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p>
        <button type="button" onClick={close}>
          Close
        </button>
      </p>
    </Dialog>
  )
}
