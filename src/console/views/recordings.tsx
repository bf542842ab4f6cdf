/** Recordings: a table, and one of them with its player. */

import type { Answers, RecordingItem } from '../../control/lists/item-schemas.js'
import type { Action } from '../core/actions.js'
import { act } from '../core/actions.js'
import { type CallQuery, ctlOf, ctlScope } from '../core/client.js'
import { useCommands } from '../core/commands.js'
import { timeOf } from '../core/format.js'
import { place, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Choice } from '../parts/filters.js'
import { Card, Facts, Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { type Column, Pages, Table } from '../parts/table.js'
import { SubjectLink, scopeBody } from './subject.js'

const PER_PAGE = 50
const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED'] as const

const columns: Column<RecordingItem>[] = [
  {
    title: 'Recording',
    cell: (each) => (
      <SubjectLink path="recordings" id={each.id} of={each}>
        {each.output_file_name || each.id}
      </SubjectLink>
    ),
  },
  { title: 'Status', cell: ({ status }) => <Status status={status} /> },
  {
    title: 'Meeting',
    isExtra: true,
    cell: (each) => (
      <SubjectLink path="meetings" id={each.meeting_id} of={each}>
        {each.meeting_title || each.meeting_id}
      </SubjectLink>
    ),
  },
  { title: 'Invoked', cell: ({ invoked_time: at }) => timeOf(at) },
]

export function RecordingsTable({ query, page = 1 }: { query: CallQuery; page?: number }) {
  const { data, error, isStale } = useData<Answers['recordings']>('/recordings', {
    query: { ...query, page_no: page, per_page: PER_PAGE },
    on: ['recording', 'state'],
  })
  if (error) return <p class="error">{error.message}</p>
  if (!data) return null
  return (
    <>
      <Table
        label="Recordings"
        rows={data.recordings}
        columns={columns}
        keyOf={({ account_id: account, app_id: app, id }) => `${account} ${app} ${id}`}
        isStale={isStale}
        empty={<p>Nothing was recorded.</p>}
      />
      <Pages page={page} perPage={PER_PAGE} total={data.total_count} />
    </>
  )
}

export function Recordings() {
  const { status = '', page = '1' } = place.value.query
  return (
    <Page title="Recordings">
      <div class="filters">
        <Choice label="Status" name="status" values={statuses} />
      </div>
      <RecordingsTable query={{ ...scope.value, status }} page={Math.max(1, Number(page) || 1)} />
    </Page>
  )
}

const recordingAction = (recording: RecordingItem, event: string): Action => ({
  label: event.charAt(0).toUpperCase() + event.slice(1),
  isDanger: event === 'fail',
  call: {
    method: 'POST',
    path: `/recordings/${encodeURIComponent(recording.id)}/events`,
    body: { event, ...scopeBody(recording) },
  },
  ctl: ctlOf('recording', recording.id, event, ...ctlScope(recording)),
})

export function RecordingDetails({ id }: { id: string }) {
  const { data, error } = useData<Answers['recordings']>('/recordings', {
    query: { ...scope.value, search: id, per_page: 1 },
    on: ['recording', 'state'],
  })
  const recording = data?.recordings.find((each) => each.id === id)
  const actions = recording?.possible_events.map((event) => recordingAction(recording, event)) ?? []
  useCommands(`${id} ${recording?.status}`, () =>
    actions.map((action) => ({ group: 'Recording', label: action.label, run: () => void act(action) })),
  )
  if (!recording)
    return (
      <Page title="Recording" error={error}>
        {data && <p>There is no recording with the id {id}.</p>}
      </Page>
    )
  const { download_url: url } = recording
  // On this very address: a public URL may lead elsewhere.
  const file = url === null ? undefined : new URL(url).pathname
  return (
    <Page
      title={recording.output_file_name || 'Recording'}
      error={error}
      aside={<Status status={recording.status} />}
    >
      <Actions label="This recording" actions={actions} />
      <div class="cards">
        <Card title="Picture">
          {file === undefined ? (
            <div class="picture blank">It can be played once it is uploaded.</div>
          ) : (
            <>
              {/* biome-ignore lint/a11y/useMediaCaption: a recording has none */}
              <video class="picture" src={file} controls preload="metadata" />
              <p>
                <a href={file} download target="_self">
                  Download
                </a>
              </p>
            </>
          )}
        </Card>
        <Card title="What it is">
          <Facts
            facts={{
              Meeting: (
                <SubjectLink path="meetings" id={recording.meeting_id} of={recording}>
                  {recording.meeting_title || recording.meeting_id}
                </SubjectLink>
              ),
              Session: recording.session_id !== null && (
                <SubjectLink path="sessions" id={recording.session_id} of={recording} />
              ),
              Invoked: timeOf(recording.invoked_time),
              Lasted: `${recording.recording_duration} s`,
              Error: recording.err_message,
              Account: recording.account_id,
              App: recording.app_id,
              Id: recording.id,
            }}
          />
        </Card>
      </div>
    </Page>
  )
}
