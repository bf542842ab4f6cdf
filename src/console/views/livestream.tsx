/** One livestream: its picture, its encoder's address, what can be done with it, and its history. */

import { useState } from 'preact/hooks'
import type { LivestreamDetails as Livestream } from '../../control/lists/item-schemas.js'
import { act } from '../core/actions.js'
import { useCommands } from '../core/commands.js'
import { spanOf, timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { nowOf } from '../core/time.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Line } from '../parts/copy.js'
import { Card, Facts, Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { livestreamActions, setViewers } from './livestream-actions.js'
import { Elapsed } from './livestreams.js'
import { Picture } from './picture.js'
import { SubjectLink } from './subject.js'

type LivestreamSession = Livestream['livestream_sessions'][number]

const columns: Column<LivestreamSession>[] = [
  { title: 'Invoked', cell: ({ invoked_time: at }) => timeOf(at) },
  { title: 'Live', cell: ({ started_time: at }) => (at === null ? 'never' : timeOf(at)) },
  {
    title: 'Ended',
    cell: ({ stopped_time: at, err_message: message }) =>
      at === null ? 'under way' : message === null ? timeOf(at) : `${timeOf(at)}: ${message}`,
  },
  { title: 'Lasted', isNumber: true, cell: ({ ingest_seconds: seconds }) => spanOf(seconds * 1000) },
  {
    title: 'Watched',
    isNumber: true,
    isExtra: true,
    cell: ({ viewer_seconds: seconds }) => spanOf(seconds * 1000),
  },
]

/** The times of the livestream sessions, on a line from the first to now. */
function History({ livestream }: { livestream: Livestream }) {
  const now = nowOf(livestream.account_id) ?? 0
  const first = Math.min(now, ...livestream.livestream_sessions.map(({ invoked_time: at }) => Date.parse(at)))
  const share = (at: string | null) =>
    `${((at === null ? now : Date.parse(at)) - first) / Math.max(1, (now - first) / 100)}`
  return (
    <svg
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      class="history"
      role="img"
      aria-label="When it was live"
    >
      <rect x="0" y="2.5" width="100" height="1" class="track" />
      {livestream.livestream_sessions.map(
        ({ id, started_time: started, stopped_time: stopped, err_message: message }) =>
          started === null ? null : (
            <rect
              key={id}
              x={share(started)}
              y="0"
              width={Math.max(0.6, Number(share(stopped)) - Number(share(started)))}
              height="6"
              class={message === null ? 'good' : 'bad'}
            />
          ),
      )}
    </svg>
  )
}

function Encoder({ livestream }: { livestream: Livestream }) {
  const { ingest_server: server, stream_key: key } = livestream
  return (
    <Card title="Push to it">
      <h3>OBS: Settings → Stream → Custom…</h3>
      <Line text={server} label="the server" />
      <Line text={key} label="the stream key" />
      <h3>ffmpeg</h3>
      <Line
        text={`ffmpeg -re -stream_loop -1 -i show.mp4 -c:v libx264 -pix_fmt yuv420p -g 60 -c:a aac -f flv ${server}${key}`}
        label="the command line of ffmpeg"
      />
      <h3>Watch</h3>
      <Line text={livestream.playback_url} label="the playback URL" />
    </Card>
  )
}

function Viewers({ livestream }: { livestream: Livestream }) {
  const [viewers, set] = useState(String(livestream.viewers))
  const action = setViewers(livestream, Number(viewers))
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act(action)
      }}
    >
      <label>
        Viewers
        <input
          type="number"
          min="0"
          max="100000000"
          required
          value={viewers}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      </label>
      <button type="submit">Set</button>
    </form>
  )
}

export function LivestreamDetails({ id }: { id: string }) {
  const { data: livestream, error } = useData<Livestream>(`/livestreams/${encodeURIComponent(id)}`, {
    query: scope.value,
    on: ['livestream', 'state', 'clock'],
  })
  const [errMessage, setErrMessage] = useState('')
  const actions = livestream ? livestreamActions(livestream, errMessage) : []
  useCommands(`${id} ${livestream?.status} ${livestream?.disabled}`, () =>
    actions.map((action) => ({ group: 'Livestream', label: action.label, run: () => void act(action) })),
  )
  if (!livestream) return <Page title="Livestream" error={error} children={null} />
  const canFail = livestream.possible_events.includes('fail')
  const title = livestream.name || livestream.meeting_title || livestream.id
  return (
    <Page title={title} error={error} aside={<Status status={livestream.status} />}>
      <Actions label="This livestream" actions={actions} />
      {canFail && (
        <label>
          Why it fails
          <input
            value={errMessage}
            placeholder="The livestream failed"
            onInput={({ currentTarget }) => setErrMessage(currentTarget.value)}
          />
        </label>
      )}
      <div class="cards">
        <Card title="Picture">
          <Picture livestream={livestream} />
        </Card>
        <Card title="What it is">
          <Facts
            facts={{
              'Live for': <Elapsed livestream={livestream} />,
              Meeting:
                livestream.meeting_id === null ? (
                  'none: it is independent'
                ) : (
                  <SubjectLink path="meetings" id={livestream.meeting_id} of={livestream}>
                    {livestream.meeting_title || livestream.meeting_id}
                  </SubjectLink>
                ),
              'Manual ingest': livestream.manual_ingest ? 'yes' : 'no',
              Disabled: livestream.disabled ? 'yes: it cannot go live' : 'no',
              Error: livestream.err_message,
              Created: timeOf(livestream.created_at),
              Account: livestream.account_id,
              App: livestream.app_id,
              Id: livestream.id,
            }}
          />
          <Viewers key={livestream.viewers} livestream={livestream} />
        </Card>
        <Encoder livestream={livestream} />
        <Card title="History" isWide>
          <History livestream={livestream} />
          <Table
            label="Livestream sessions"
            rows={livestream.livestream_sessions}
            columns={columns}
            keyOf={({ id: session }) => session}
            empty={<p>It has not been started yet.</p>}
          />
        </Card>
      </div>
    </Page>
  )
}
