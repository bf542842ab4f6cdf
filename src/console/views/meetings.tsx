/** Meetings: a table over all accounts, or of one account or app. */

import type { Answers, MeetingItem } from '../../control/lists/item-schemas.js'
import { timeOf } from '../core/format.js'
import { place, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Search } from '../parts/filters.js'
import { Page } from '../parts/page.js'
import { Status } from '../parts/status.js'
import { type Column, Pages, Table } from '../parts/table.js'
import { SubjectLink } from './subject.js'

const PER_PAGE = 50

const columns: Column<MeetingItem>[] = [
  {
    title: 'Meeting',
    cell: (each) => (
      <SubjectLink path="meetings" id={each.id} of={each}>
        {each.title || each.id}
      </SubjectLink>
    ),
  },
  { title: 'Status', cell: ({ status }) => <Status status={status} /> },
  {
    title: 'In it now',
    isNumber: true,
    cell: ({ live_session: session }) => session?.live_participants ?? 0,
  },
  {
    title: 'Livestream',
    cell: (each) =>
      each.active_livestream && (
        <SubjectLink path="livestreams" id={each.active_livestream.id} of={each}>
          <Status status={each.active_livestream.status} />
        </SubjectLink>
      ),
  },
  { title: 'Created', isExtra: true, cell: ({ created_at: at }) => timeOf(at) },
]

export function Meetings() {
  const { q = '', page = '1' } = place.value.query
  const number = Math.max(1, Number(page) || 1)
  const { data, error, isStale } = useData<Answers['meetings']>('/meetings', {
    query: { ...scope.value, search: q, page_no: number, per_page: PER_PAGE },
    on: ['session', 'livestream', 'state'],
  })
  return (
    <Page title="Meetings" error={error}>
      <div class="filters">
        <Search what="meetings" placeholder="Title or id" />
      </div>
      {data && (
        <>
          <Table
            label="Meetings"
            rows={data.meetings}
            columns={columns}
            keyOf={({ account_id: account, app_id: app, id }) => `${account} ${app} ${id}`}
            isStale={isStale}
            empty={
              <p>{q ? 'No meeting matches.' : 'There is no meeting yet: an application creates them.'}</p>
            }
          />
          <Pages page={number} perPage={PER_PAGE} total={data.total_count} />
        </>
      )}
    </Page>
  )
}
