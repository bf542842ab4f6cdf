/** The body of a message: JSON laid out, any other text as it is. */

import { Copy } from './copy.js'
import { Card } from './page.js'

const pretty = (body: string) => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

export function BodyCard({ body }: { body: string }) {
  return (
    <Card title="Body" aside={<Copy text={body} label="the body" />} isWide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0}>{pretty(body)}</pre>
    </Card>
  )
}
