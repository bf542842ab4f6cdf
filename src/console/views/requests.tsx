/** Requests: those of the journal, newest first, as they arrive. */

import { useEffect, useState } from 'preact/hooks'
import type { RequestEntry } from '../../journal/schemas.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { clockTimeOf, countOf } from '../core/format.js'
import { watchRequests } from '../core/live.js'
import { hrefOf, place, scope, setQuery } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { Page } from '../parts/page.js'
import { HttpStatus } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { readSearch, searchHelp } from './request-search.js'

const MAX_SHOWN = 100

/** Shorten the address of an operation to what follows its app, whose path is the same in each. */
const shortened = (url: string) => url.replace(/^(?:\/client\/v4)?\/accounts\/[^/]+\/realtime\/kit/, '…')

const columns: Column<RequestEntry>[] = [
  {
    title: 'Request',
    cell: ({ id, method, url }) => (
      <a href={hrefOf(`/requests/${id}`)} title={url}>
        <strong>{method}</strong> {shortened(url)}
      </a>
    ),
  },
  { title: 'Answer', cell: ({ status }) => <HttpStatus status={status} /> },
  { title: 'Operation', isExtra: true, cell: ({ operation }) => operation ?? 'none' },
  { title: 'Time', isExtra: true, cell: ({ time }) => <code>{clockTimeOf(time)}</code> },
  { title: 'ms', isExtra: true, isNumber: true, cell: ({ duration_ms: taken }) => taken.toFixed(1) },
  {
    title: 'Ignored',
    isExtra: true,
    cell: ({ ignored }) => ignored.map(({ name }) => name).join(', '),
  },
  { title: 'Fault', isExtra: true, cell: ({ fault }) => fault && <a href={hrefOf('/faults')}>applied</a> },
]

export function Requests() {
  const text = place.value.query.q ?? ''
  const [isPaused, setPaused] = useState(false)
  const { query, problem } = readSearch(text)
  useEffect(() => (isPaused ? undefined : watchRequests()), [isPaused])
  const { data, error, isStale } = useData<{ requests: RequestEntry[]; dropped: number }>('/requests', {
    query: { ...scope.value, ...query, order: 'desc', limit: MAX_SHOWN },
    on: isPaused ? [] : ['request'],
  })
  const rows = data?.requests ?? []
  return (
    <Page
      title="Requests"
      error={error}
      aside={
        <Actions
          label="The journal"
          actions={[
            {
              label: 'Clear',
              call: { method: 'DELETE', path: '/requests', query: { account_id: scope.value.account_id } },
              ctl: ctlOf('requests', 'clear', ...ctlScope({ account_id: scope.value.account_id })),
              confirm: 'The journal forgets its requests. Faults and data stay.',
              isDanger: true,
            },
          ]}
        />
      }
    >
      <div class="filters">
        <input
          type="search"
          data-search
          aria-label="Search requests"
          aria-describedby="search-help"
          placeholder="status:5xx op:start-livestreaming"
          value={text}
          onInput={({ currentTarget }) => setQuery({ q: currentTarget.value }, { replace: true })}
        />
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      </div>
      <p id="search-help">
        <small>{problem ?? searchHelp}</small>
      </p>
      {data && (
        <Table
          label="Requests"
          rows={rows}
          columns={columns}
          keyOf={({ id }) => String(id)}
          isStale={isStale}
          empty={
            text ? (
              <p>No request of the journal matches.</p>
            ) : (
              <p>No request was made yet. Point an SDK at this address: Home shows how.</p>
            )
          }
        />
      )}
      {data && data.dropped > 0 && (
        <p>
          <small>{countOf(data.dropped, 'earlier request')} made room; keep more with --journal.</small>
        </p>
      )}
    </Page>
  )
}
