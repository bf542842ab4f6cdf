/** What differs between two snapshots, or a snapshot and now. */

import type {
  ObjectDifference,
  SnapshotInfo,
  StateDifferences,
  TableDifferences,
} from '../../state/schemas.js'
import { ctlOf, ctlScope, curlOf } from '../core/client.js'
import { countOf, numberOf, timeOf } from '../core/format.js'
import { place, scope, setQuery } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Line } from '../parts/copy.js'
import { Card } from '../parts/page.js'
import { SubjectLink } from './subject.js'

/** Tables whose objects have a view of their own, at the same address. */
const viewed = new Set(['livestreams', 'meetings', 'sessions', 'recordings'])

/** How a change is told: by a sign as well as by its word. */
const signs = { added: '+', removed: '−', changed: '~' } as const

const asText = (value: unknown) =>
  value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)

function Which({ object, table }: { object: ObjectDifference; table: string }) {
  const { id, of, name, change, account_id: account, app_id: app } = object
  const label = name || id || of || 'without a name'
  const isLinked =
    viewed.has(table) && change !== 'removed' && id !== null && account !== null && app !== null
  if (!isLinked) return <span title={id ?? undefined}>{label}</span>
  return (
    <SubjectLink path={table} id={id} of={{ account_id: account, app_id: app }}>
      {label}
    </SubjectLink>
  )
}

function Difference({ object, table }: { object: ObjectDifference; table: string }) {
  const { change, of, name, fields } = object
  return (
    <li>
      <span class={`change change-${change}`}>
        <span aria-hidden="true">{signs[change]}</span> {change}
      </span>{' '}
      <Which object={object} table={table} />
      {of !== null && name !== null && <small> of {of}</small>}
      {fields.length > 0 && (
        <ul>
          {fields.map(({ name: field, from, to }) => (
            <li key={field}>
              <code>{field}</code> {asText(from)} → {asText(to)}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const nameOf = (table: string) => table.charAt(0).toUpperCase() + table.slice(1).replaceAll('_', ' ')

function TableOf({ found }: { found: TableDifferences }) {
  const { table, objects, left_out: leftOut } = found
  const counts = (['added', 'removed', 'changed'] as const)
    .filter((change) => found[change] > 0)
    .map((change) => `${numberOf(found[change])} ${change}`)
  return (
    <section class="differences" aria-label={nameOf(table)}>
      <h3>
        {nameOf(table)}: {counts.join(', ')}
      </h3>
      <ul>
        {objects.map((object) => (
          <Difference
            key={`${object.change} ${object.id} ${objects.indexOf(object)}`}
            object={object}
            table={table}
          />
        ))}
      </ul>
      {leftOut > 0 && (
        <p>
          <small>and {countOf(leftOut, 'more object')}; ctl and curl show up to 1,000 with a limit.</small>
        </p>
      )}
    </section>
  )
}

/** @param props.snapshots those in view; only those of the same account, or of everything, can be compared */
export function Differences({ snapshots }: { snapshots: readonly SnapshotInfo[] }) {
  const { account_id: accountId } = scope.value
  const names = snapshots.filter(({ account_id: id }) => id === (accountId ?? null)).map(({ name }) => name)
  const { from = '', with: other = '' } = place.value.query
  const path = `/snapshots/${encodeURIComponent(from)}/differences`
  const query = { account_id: accountId, with: other }
  const { data, error, isStale, reload } = useData<StateDifferences>(
    names.includes(from) ? path : undefined,
    { query },
  )
  if (!names.length)
    return (
      <Card title="What differs" isWide>
        <p>Take a snapshot first. Then this place tells what has changed since, or between two of them.</p>
      </Card>
    )
  return (
    <Card title="What differs" isWide>
      <div class="filters">
        <label>
          From
          <select value={from} onChange={({ currentTarget }) => setQuery({ from: currentTarget.value })}>
            <option value="">Choose a snapshot</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          To
          <select value={other} onChange={({ currentTarget }) => setQuery({ with: currentTarget.value })}>
            <option value="">Now</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" disabled={!data || isStale} onClick={reload}>
          Compare again
        </button>
      </div>
      {error && <p class="error">{error.message}</p>}
      {data && !isStale && (
        <>
          <p>
            <small>
              From {timeOf(data.from.taken_at)} to {timeOf(data.to.taken_at)}
            </small>
          </p>
          {data.tables.length ? (
            data.tables.map((found) => <TableOf key={found.table} found={found} />)
          ) : (
            <p>Nothing differs.</p>
          )}
          <Line text={curlOf({ method: 'GET', path, query })} label="curl: What differs" />
          <Line
            text={ctlOf('snapshot', 'diff', from, other || undefined, ...ctlScope({ account_id: accountId }))}
            label="ctl: What differs"
          />
        </>
      )}
    </Card>
  )
}
