/** Webhooks: their deliveries, newest first. */

import type { DescribedDelivery } from '../../api/webhooks/deliveries/schemas.js'
import { countOf, timeOf } from '../core/format.js'
import { hrefOf, place, scope, setQuery } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Page } from '../parts/page.js'
import { HttpStatus, Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { DeliveryRules } from './delivery-rules.js'

const MAX_SHOWN = 100
const outcomes = ['pending', 'delivered', 'failed', 'dropped', 'cancelled'] as const

const columns: Column<DescribedDelivery>[] = [
  {
    title: 'Delivery',
    cell: ({ id, event, account_id: account, app_id: app }) => (
      <a href={hrefOf(`/webhooks/${encodeURIComponent(id)}`, { account, app })}>{event}</a>
    ),
  },
  { title: 'Outcome', cell: ({ outcome }) => <Status status={outcome} /> },
  {
    title: 'Last answer',
    isExtra: true,
    cell({ attempts }) {
      const last = attempts.at(-1)
      return last && (last.status === null ? last.error : <HttpStatus status={last.status} />)
    },
  },
  { title: 'Attempts', isExtra: true, isNumber: true, cell: ({ attempts }) => attempts.length },
  { title: 'Happened', cell: ({ created_at: at }) => timeOf(at) },
  { title: 'Next attempt', isExtra: true, cell: ({ next_attempt_at: at }) => at && timeOf(at) },
]

export function Webhooks() {
  const outcome = place.value.query.outcome ?? ''
  const { data, error, isStale } = useData<{ deliveries: DescribedDelivery[]; forgotten: number }>(
    '/deliveries',
    { query: { ...scope.value, outcome, order: 'desc', limit: MAX_SHOWN }, on: ['delivery', 'state'] },
  )
  return (
    <Page title="Webhooks" error={error}>
      <div class="filters">
        <label>
          Outcome
          <select
            value={outcome}
            onChange={({ currentTarget }) => setQuery({ outcome: currentTarget.value })}
          >
            <option value="">All</option>
            {outcomes.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      {data && (
        <Table
          label="Deliveries"
          rows={data.deliveries}
          columns={columns}
          keyOf={({ id }) => id}
          isStale={isStale}
          empty={
            outcome ? (
              <p>No delivery is {outcome}.</p>
            ) : (
              <p>No webhook was sent yet. Create one by the API, and start a livestream.</p>
            )
          }
        />
      )}
      {data && data.forgotten > 0 && (
        <p>
          <small>{countOf(data.forgotten, 'earlier delivery', 'earlier deliveries')} made room.</small>
        </p>
      )}
      <DeliveryRules />
    </Page>
  )
}
