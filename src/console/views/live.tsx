/** The livestreams that are live, each with its picture. */

import type { LivestreamDetails, LivestreamItem } from '../../control/lists/item-schemas.js'
import { countOf } from '../core/format.js'
import { useData } from '../core/use-data.js'
import { Status } from '../parts/status.js'
import { Elapsed } from './livestreams.js'
import { Picture } from './picture.js'
import { SubjectLink, scopeBody } from './subject.js'

/** How many pictures play at once: each is a connection or two, of which a browser has six. */
const MAX_PICTURES = 2

function LivePicture({ livestream }: { livestream: LivestreamItem }) {
  const { data } = useData<LivestreamDetails>(`/livestreams/${encodeURIComponent(livestream.id)}`, {
    query: scopeBody(livestream),
  })
  return data ? <Picture livestream={{ ...data, status: livestream.status }} /> : <div class="picture" />
}

export function Live({ livestreams }: { livestreams: readonly LivestreamItem[] }) {
  if (!livestreams.length)
    return <p>Nothing is live. Start livestreaming a meeting, or push to a livestream with an encoder.</p>
  return (
    <ul class="on-air">
      {livestreams.map((each, i) => (
        <li key={`${each.account_id} ${each.app_id} ${each.id}`} data-row>
          {i < MAX_PICTURES && <LivePicture livestream={each} />}
          <SubjectLink path="livestreams" id={each.id} of={each}>
            {each.name || each.meeting_title || each.id}
          </SubjectLink>
          <p>
            <Status status={each.status} /> for <Elapsed livestream={each} />,{' '}
            {countOf(each.viewers, 'viewer')}
          </p>
        </li>
      ))}
    </ul>
  )
}
