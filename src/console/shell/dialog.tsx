/** A dialog over the page; Esc and a click beside it close it. */

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export function Dialog(props: {
  isOpen: boolean
  label: string
  class?: string
  onClose: () => void
  children: ComponentChildren
}) {
  const { isOpen, label, onClose, children } = props
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen && !element.current?.open) element.current?.showModal()
    if (!isOpen && element.current?.open) element.current.close()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it
    <dialog
      ref={element}
      class={props.class}
      aria-label={label}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === element.current) onClose()
      }}
    >
      {isOpen && children}
    </dialog>
  )
}
