/** The answer to a call of an operation, read as far as it is shown. */

import { useEffect, useRef } from 'preact/hooks'
import { Card, Facts } from '../parts/page.js'
import { HttpStatus } from '../parts/status.js'

/** How much of an answer is shown, in characters. */
const MAX_SHOWN = 200_000
/** Headers that tell of the connection. */
const leftOut = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'vary'])

export interface Answered {
  status: number
  milliseconds: number
  headers: Record<string, string>
  body: string
  isCut: boolean
}

/** Read an answer up to what is shown of it. */
export async function readAnswer(response: Response, began: number): Promise<Answered> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let isCut = false
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true }
    text += value
    isCut = text.length > MAX_SHOWN
    if (done || isCut) break
  }
  if (isCut) void reader?.cancel()
  let body = text.slice(0, MAX_SHOWN)
  try {
    if (!isCut) body = JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Shown as it came.
  }
  return {
    status: response.status,
    milliseconds: performance.now() - began,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !leftOut.has(name))),
    body,
    isCut,
  }
}

export function Answer({ answered }: { answered: Answered }) {
  const { status, milliseconds, headers, body, isCut } = answered
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [answered])
  return (
    <Card title="Answer" isWide>
      <Facts
        facts={{ Status: <HttpStatus status={status} />, Took: `${milliseconds.toFixed(1)} ms`, ...headers }}
      />
      {body === '' ? (
        <p>It has no body.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        <pre tabIndex={0}>{body}</pre>
      )}
      {isCut && (
        <p>
          <small>Only the beginning is shown: the whole answer comes with curl.</small>
        </p>
      )}
      <div ref={end} />
    </Card>
  )
}
