/** Who is in a session now, and when it ends by itself. */

import type { SessionDetails } from '../../control/lists/item-schemas.js'
import type { Action } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { distanceOf, timeOf } from '../core/format.js'
import { nowOf } from '../core/time.js'
import { useData } from '../core/use-data.js'
import { ActionButton } from '../parts/actions.js'
import { type Column, Table } from '../parts/table.js'
import { type Subject, scopeBody } from './subject.js'

type PresentParticipant = SessionDetails['present'][number]

const leave = (
  meetingId: string,
  { participant_id: id, custom_participant_id: custom }: PresentParticipant,
  of: Subject,
): Action => ({
  label: 'Leave',
  call: {
    method: 'POST',
    path: `/meetings/${encodeURIComponent(meetingId)}/leave`,
    body: { participant: { id: id ?? custom }, ...scopeBody(of) },
  },
  ctl: ctlOf('leave', meetingId, '--participant', id ?? custom, ...ctlScope(of)),
})

/** The countdown of a session that everybody has left. */
function KeepAlive({ session }: { session: SessionDetails }) {
  const now = nowOf(session.account_id)
  if (session.ends_at === null || now === undefined) return null
  return (
    <p>
      Everybody has left: the session ends {distanceOf(Date.parse(session.ends_at), now)} unless somebody
      joins.
    </p>
  )
}

export function Present({ sessionId, of }: { sessionId: string; of: Subject }) {
  const { data: session } = useData<SessionDetails>(`/sessions/${encodeURIComponent(sessionId)}`, {
    query: scopeBody(of),
    on: ['session', 'state'],
  })
  if (!session) return null
  const columns: Column<PresentParticipant>[] = [
    {
      title: 'Who',
      cell: ({ name, custom_participant_id: custom, peer_id: peer }) => (
        <span tabIndex={-1}>{name || custom || peer}</span>
      ),
    },
    { title: 'Preset', isExtra: true, cell: ({ preset_name: preset }) => preset },
    { title: 'Joined', isExtra: true, cell: ({ joined_at: at }) => timeOf(at) },
    { title: '', cell: (who) => <ActionButton action={leave(session.meeting_id, who, of)} /> },
  ]
  return (
    <>
      <KeepAlive session={session} />
      <Table
        label="In the session"
        rows={session.present}
        columns={columns}
        keyOf={({ peer_id: peer }) => peer}
        empty={<p>Nobody is in it.</p>}
      />
    </>
  )
}
