/** What every view has: a heading, and a word when its data cannot be read. */

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { CallError } from '../core/client.js'

export function Page(props: {
  title: ComponentChildren
  /** Of the browser's tab, where the heading is not a text. */
  name?: string
  /** What stands beside the heading. */
  aside?: ComponentChildren
  error?: CallError | undefined
  children: ComponentChildren
}) {
  const { title, error, aside, children } = props
  const name = props.name ?? String(title)
  useEffect(() => {
    document.title = `${name} · Greenroom`
  }, [name])
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        {aside}
      </header>
      {error && (
        <p class="error" role="alert">
          {error.message}
        </p>
      )}
      {children}
    </>
  )
}

/** A part of a view with a heading of its own. */
export function Card(props: {
  title: string
  aside?: ComponentChildren
  children: ComponentChildren
  isWide?: boolean
}) {
  return (
    <section class={`card${props.isWide ? ' wide' : ''}`} aria-label={props.title}>
      <header>
        <h2>{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  )
}

/** Names and values under each other. */
export function Facts({ facts }: { facts: Record<string, ComponentChildren> }) {
  return (
    <dl class="facts">
      {Object.entries(facts)
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
