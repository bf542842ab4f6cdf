/** One session of a meeting. */

import type { SessionDetails as Session } from '../../control/lists/item-schemas.js'
import { timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Card, Facts, Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { Lasted } from './meeting.js'
import { Present } from './present.js'
import { RecordingsTable } from './recordings.js'
import { Said } from './said.js'
import { SubjectLink } from './subject.js'

export function SessionDetails({ id }: { id: string }) {
  const { data: session, error } = useData<Session>(`/sessions/${encodeURIComponent(id)}`, {
    query: scope.value,
    on: ['session', 'state'],
  })
  if (!session) return <Page title="Session" error={error} children={null} />
  return (
    <Page
      title={`Session of ${session.meeting_title || session.meeting_id}`}
      error={error}
      aside={<Status status={session.status} />}
    >
      <div class="cards">
        <Card title="What it is" isWide>
          <Facts
            facts={{
              Meeting: (
                <SubjectLink path="meetings" id={session.meeting_id} of={session}>
                  {session.meeting_title || session.meeting_id}
                </SubjectLink>
              ),
              Began: timeOf(session.started_at),
              Ended: session.ended_at && timeOf(session.ended_at),
              Lasted: <Lasted session={session} />,
              'Most people at once': session.max_concurrent_participants,
              Account: session.account_id,
              App: session.app_id,
              Id: session.id,
            }}
          />
        </Card>
        {session.ended_at === null && (
          <Card title="In it now">
            <Present sessionId={session.id} of={session} />
          </Card>
        )}
        <Said session={session} />
        <Card title="Recordings of the meeting" isWide>
          <RecordingsTable
            query={{ account_id: session.account_id, app_id: session.app_id, meeting_id: session.meeting_id }}
          />
        </Card>
      </div>
    </Page>
  )
}
