/** All actions in one list, found by typing. */

import { useState } from 'preact/hooks'
import { type Command, commands } from '../core/commands.js'
import { dialog } from '../core/keys.js'
import { Dialog } from './dialog.js'

const MAX_SHOWN = 50
const LIST = 'palette-list'

const close = () => {
  if (dialog.value === 'palette') dialog.value = undefined
}

/** Find the commands that have every word. */
function find(text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.value
    .filter(({ label, group }) => words.every((word) => `${group} ${label}`.toLowerCase().includes(word)))
    .slice(0, MAX_SHOWN)
}

function Content() {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = find(text)
  const run = (command: Command | undefined) => {
    if (!command) return
    close()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = Math.min(found.length - 1, Math.max(0, at + step))
      setAt(next)
      document.getElementById(`${LIST}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') run(found[at])
  }
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label="Find an action"
        aria-expanded="true"
        aria-controls={LIST}
        aria-activedescendant={found[at] && `${LIST}-${at}`}
        placeholder="What do you want to do?"
        autofocus
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={LIST} role="listbox" aria-label="Actions">
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, as in any combobox
          <div
            key={`${command.group} ${command.label}`}
            id={`${LIST}-${i}`}
            role="option"
            aria-selected={i === at}
            onClick={() => run(command)}
          >
            <small>{command.group}</small> {command.label} {command.keys && <kbd>{command.keys}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="empty">Nothing is called that.</p>}
    </>
  )
}

export function Palette() {
  return (
    <Dialog isOpen={dialog.value === 'palette'} label="All actions" class="palette" onClose={close}>
      <Content />
    </Dialog>
  )
}
