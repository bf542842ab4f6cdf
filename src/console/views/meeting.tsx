/** One meeting: who is in it, its livestream, and its sessions. */

import { useState } from 'preact/hooks'
import type { Answers, MeetingItem, SessionItem } from '../../control/lists/item-schemas.js'
import { type Action, act } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { useCommands } from '../core/commands.js'
import { spanOf, timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { nowOf } from '../core/time.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Card, Facts, Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { apiCall } from './api-call.js'
import { Present } from './present.js'
import { SubjectLink, scopeBody } from './subject.js'

const MAX_SESSIONS = 20

/** An operation of the emulated API on the app of a meeting. */
const operation = (
  meeting: MeetingItem,
  label: string,
  { method = 'POST', path, body = {} }: { method?: 'POST' | 'PUT'; path: string; body?: object },
): Action => ({ label, ...apiCall(method, meeting, { path, body }) })

const recordingLabels = {
  pause: 'Pause the recording',
  resume: 'Resume the recording',
  stop: 'Stop recording',
} as const

/** Start a recording, or pause, resume and stop the active one as its lifecycle allows. */
function recordingActions(meeting: MeetingItem): Action[] {
  const { id, active_recording: recording } = meeting
  if (!recording)
    return [operation(meeting, 'Start recording', { path: '/recordings', body: { meeting_id: id } })]
  return (['pause', 'resume', 'stop'] as const)
    .filter((action) => recording.possible_events.includes(action))
    .map((action) => ({
      ...operation(meeting, recordingLabels[action], {
        method: 'PUT',
        path: `/recordings/${encodeURIComponent(recording.id)}`,
        body: { action },
      }),
      isDanger: action === 'stop',
    }))
}

function meetingActions(meeting: MeetingItem): Action[] {
  const { live_session: session, active_livestream: livestream } = meeting
  const path = `/meetings/${encodeURIComponent(meeting.id)}`
  return [
    livestream
      ? {
          ...operation(meeting, 'Stop livestreaming', { path: `${path}/active-livestream/stop` }),
          isDanger: true,
        }
      : operation(meeting, 'Start livestreaming', { path: `${path}/livestreams` }),
    ...recordingActions(meeting),
    ...(session
      ? [
          {
            ...operation(meeting, 'Kick all', { path: `${path}/active-session/kick-all` }),
            isDanger: true,
            confirm: 'Everybody leaves, and the session ends with its livestream.',
          },
        ]
      : []),
  ]
}

function Join({ meeting }: { meeting: MeetingItem }) {
  const [name, setName] = useState('')
  const body = { ...(name ? { participant: { name } } : { count: 1 }), ...scopeBody(meeting) }
  const join: Action = {
    label: 'Join',
    call: { method: 'POST', path: `/meetings/${encodeURIComponent(meeting.id)}/join`, body },
    ctl: ctlOf('join', meeting.id, ...(name ? ['--name', name] : []), ...ctlScope(meeting)),
    done: () => `${name || 'Somebody'} joined`,
  }
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act(join)
      }}
    >
      <label>
        Name
        <input
          value={name}
          maxLength={255}
          placeholder="Somebody"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit">Join</button>
    </form>
  )
}

/** Tell how long a session lasted, or has lasted. */
export function Lasted({ session }: { session: SessionItem }) {
  const until = session.ended_at === null ? nowOf(session.account_id) : Date.parse(session.ended_at)
  return <>{until === undefined ? '' : spanOf(until - Date.parse(session.started_at))}</>
}

const columns: Column<SessionItem>[] = [
  {
    title: 'Session',
    cell: (session) => (
      <SubjectLink path="sessions" id={session.id} of={session}>
        {timeOf(session.started_at)}
      </SubjectLink>
    ),
  },
  { title: 'Status', cell: ({ status }) => <Status status={status} /> },
  { title: 'Lasted', isNumber: true, cell: (session) => <Lasted session={session} /> },
  { title: 'Most people', isNumber: true, cell: ({ max_concurrent_participants: most }) => most },
]

export function MeetingDetails({ id }: { id: string }) {
  const options = { query: scope.value, on: ['session', 'livestream', 'recording', 'state'] as const }
  const { data: meeting, error } = useData<MeetingItem>(`/meetings/${encodeURIComponent(id)}`, options)
  const { data: list } = useData<Answers['sessions']>('/sessions', {
    ...options,
    query: { ...scope.value, meeting_id: id, per_page: MAX_SESSIONS },
  })
  const actions = meeting ? meetingActions(meeting) : []
  useCommands(
    `${id} ${meeting?.live_session?.id} ${meeting?.active_livestream?.status} ${meeting?.active_recording?.status}`,
    () => actions.map((action) => ({ group: 'Meeting', label: action.label, run: () => void act(action) })),
  )
  if (!meeting) return <Page title="Meeting" error={error} children={null} />
  return (
    <Page title={meeting.title || meeting.id} error={error} aside={<Status status={meeting.status} />}>
      <Actions label="This meeting" actions={actions} />
      <div class="cards">
        <Card title="In it now" isWide>
          <Join meeting={meeting} />
          {meeting.live_session ? (
            <Present sessionId={meeting.live_session.id} of={meeting} />
          ) : (
            <p>Nobody. Whoever joins first begins a session.</p>
          )}
        </Card>
        <Card title="What it is" isWide>
          <Facts
            facts={{
              Livestream: meeting.active_livestream && (
                <SubjectLink path="livestreams" id={meeting.active_livestream.id} of={meeting}>
                  <Status status={meeting.active_livestream.status} />
                </SubjectLink>
              ),
              Recording: meeting.active_recording && (
                <SubjectLink path="recordings" id={meeting.active_recording.id} of={meeting}>
                  <Status status={meeting.active_recording.status} />
                </SubjectLink>
              ),
              Participants: meeting.participants,
              'Starts by itself': [
                ...(meeting.live_stream_on_start ? ['livestream'] : []),
                ...(meeting.record_on_start ? ['recording'] : []),
              ].join(', '),
              Created: timeOf(meeting.created_at),
              Account: meeting.account_id,
              App: meeting.app_id,
              Id: meeting.id,
            }}
          />
        </Card>
        <Card title="Sessions" isWide>
          <Table
            label="Sessions"
            rows={list?.sessions ?? []}
            columns={columns}
            keyOf={({ id: session }) => session}
            empty={<p>Nobody has met here yet.</p>}
          />
        </Card>
      </div>
    </Page>
  )
}
