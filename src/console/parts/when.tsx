/** An instant in UTC, which a narrow column breaks between the date and the time. */

import { timeOf } from '../core/format.js'

export function When({ at }: { at: string }) {
  const [date, time] = timeOf(at).split(' ')
  return (
    <time class="when" dateTime={at}>
      <span>{date}</span> <span>{time}</span>
    </time>
  )
}
