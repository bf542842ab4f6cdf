/** Livestreams: a table over all accounts, or of one account or app. */

import type { Answers, LivestreamItem } from '../../control/lists/item-schemas.js'
import { spanOf, timeOf } from '../core/format.js'
import { place, scope } from '../core/router.js'
import { nowOf } from '../core/time.js'
import { useData } from '../core/use-data.js'
import { Choice, Search } from '../parts/filters.js'
import { Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { type Column, Pages, Table } from '../parts/table.js'
import { NewLivestream } from './new-livestream.js'
import { SubjectLink } from './subject.js'

const PER_PAGE = 50
const statuses = ['LIVE', 'INVOKED', 'IDLE', 'ERRORED'] as const

/** Tell how long a livestream has been live, on its account's clock. */
export function Elapsed({ livestream }: { livestream: LivestreamItem }) {
  const { started_time: started, stopped_time: stopped, account_id: account } = livestream
  if (started === null) return <>–</>
  const until = stopped === null ? nowOf(account) : Date.parse(stopped)
  return <>{until === undefined ? '' : spanOf(until - Date.parse(started))}</>
}

const columns: Column<LivestreamItem>[] = [
  {
    title: 'Livestream',
    cell: (each) => (
      <SubjectLink path="livestreams" id={each.id} of={each}>
        {each.name || each.meeting_title || each.id}
      </SubjectLink>
    ),
  },
  { title: 'Status', cell: ({ status }) => <Status status={status} /> },
  {
    title: 'Meeting',
    isExtra: true,
    cell: (each) =>
      each.meeting_id === null ? (
        'independent'
      ) : (
        <SubjectLink path="meetings" id={each.meeting_id} of={each}>
          {each.meeting_title || each.meeting_id}
        </SubjectLink>
      ),
  },
  { title: 'Live for', isNumber: true, cell: (each) => <Elapsed livestream={each} /> },
  { title: 'Viewers', isNumber: true, isExtra: true, cell: ({ viewers }) => viewers },
  { title: 'Created', isExtra: true, cell: ({ created_at: at }) => timeOf(at) },
]

export function Livestreams() {
  const { status = '', q = '', page = '1' } = place.value.query
  const number = Math.max(1, Number(page) || 1)
  const { data, error, isStale } = useData<Answers['livestreams']>('/livestreams', {
    query: { ...scope.value, status, search: q, page_no: number, per_page: PER_PAGE },
    on: ['livestream', 'state'],
  })
  return (
    <Page title="Livestreams" error={error} aside={<NewLivestream />}>
      <div class="filters">
        <Search what="livestreams" placeholder="Name or id" />
        <Choice label="Status" name="status" values={statuses} />
      </div>
      {data && (
        <>
          <Table
            label="Livestreams"
            rows={data.livestreams}
            columns={columns}
            keyOf={({ account_id: account, app_id: app, id }) => `${account} ${app} ${id}`}
            isStale={isStale}
            empty={
              status || q ? (
                <p>No livestream matches.</p>
              ) : (
                <p>There is no livestream yet. Choose an account and an app above, and create one.</p>
              )
            }
          />
          <Pages page={number} perPage={PER_PAGE} total={data.total_count} />
        </>
      )}
    </Page>
  )
}
