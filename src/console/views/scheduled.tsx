/** Jobs that are due, or that ran. */

import type { Scheduled } from '../../control/scheduled-schemas.js'
import { distanceOf, timeOf } from '../core/format.js'
import { hrefOf } from '../core/router.js'
import { nowOf } from '../core/time.js'
import { type Column, Table } from '../parts/table.js'

/** What each kind of job does, in words. */
const words: Record<string, string> = {
  'livestream.live': 'The livestream goes live',
  'livestream.stop': 'The livestream stops',
  'livestream.fail': 'The livestream fails',
  'livestream.unfed': 'The encoder has not come back: the livestream ends',
  'recording.record': 'The recording begins',
  'recording.stop': 'The recording stops',
  'recording.upload': 'The recording is uploaded',
  'recording.fail': 'The recording fails',
  'recording.abandon': 'The recording ends: nobody came',
  'session.end': 'The session ends',
  'session.files': 'The files of the session are made',
  'webhook.attempt': 'A webhook is sent',
}

/** Write what a job does, such as `The livestream goes live`, or its kind. */
const describe = ({ kind }: Scheduled) => words[kind] ?? kind.replaceAll('.', ': ').replaceAll('_', ' ')

/** Find the view of what a job is about. */
export function hrefOfJob(job: Scheduled): string | undefined {
  const query = { account: job.account_id, app: job.app_id }
  if (job.livestream_id) return hrefOf(`/livestreams/${encodeURIComponent(job.livestream_id)}`, query)
  if (job.recording_id) return hrefOf(`/recordings/${encodeURIComponent(job.recording_id)}`, query)
  if (job.session_id) return hrefOf(`/sessions/${encodeURIComponent(job.session_id)}`, query)
  return job.meeting_id ? hrefOf(`/meetings/${encodeURIComponent(job.meeting_id)}`, query) : undefined
}

function About({ job }: { job: Scheduled }) {
  const href = hrefOfJob(job)
  return href === undefined ? <span tabIndex={-1}>{describe(job)}</span> : <a href={href}>{describe(job)}</a>
}

export function ScheduledTable({
  jobs,
  label,
  empty,
}: {
  jobs: readonly Scheduled[]
  label: string
  empty: string
}) {
  const columns: Column<Scheduled>[] = [
    { title: 'Job', cell: (job) => <About job={job} /> },
    { title: 'Time', cell: ({ at }) => timeOf(at) },
    {
      title: 'From now',
      isExtra: true,
      cell(job) {
        const now = nowOf(job.account_id)
        return now === undefined ? '' : distanceOf(Date.parse(job.at), now)
      },
    },
    { title: 'Account', isExtra: true, cell: ({ account_id: id }) => <code>{id}</code> },
    {
      title: 'Failure',
      isExtra: true,
      cell: ({ failure }) =>
        failure && `${failure.error}; ${failure.will_retry ? 'it is tried again' : 'it is given up'}`,
    },
  ]
  const hasFailure = jobs.some(({ failure }) => failure)
  return (
    <Table
      label={label}
      rows={jobs}
      columns={hasFailure ? columns : columns.slice(0, -1)}
      keyOf={(job) =>
        `${job.at} ${job.kind} ${job.livestream_id ?? job.recording_id ?? job.session_id ?? job.meeting_id}`
      }
      empty={<p>{empty}</p>}
    />
  )
}
