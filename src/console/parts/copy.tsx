/** Texts to take away: ids, addresses, command lines. */

import { useState } from 'preact/hooks'

/** How long `Copied` is shown, in milliseconds. */
const SHOWN_MS = 1500

/** A button that copies a text. @param props.label what the text is, for people who cannot see what it stands beside */
export function Copy({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<string>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      // No clipboard on a page that is not secure, which is any name but localhost.
      setSaid('Select and copy it')
    }
    setTimeout(() => setSaid(undefined), SHOWN_MS)
  }
  return (
    <button type="button" class="quiet small" aria-label={`Copy ${label}`} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? 'Copy'}</span>
    </button>
  )
}

/** A command line or another text in code, with a button to copy it. */
export function Line({ text, label }: { text: string; label: string }) {
  return (
    <div class="line">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to scroll it */}
      <code tabIndex={0}>{text}</code>
      <Copy text={text} label={label} />
    </div>
  )
}
