/** Faults: the rules that make calls fail. */

import { useState } from 'preact/hooks'
import { operationIds } from '../../api/operation-ids.js'
import type { DescribedFault } from '../../faults/schemas.js'
import { type Action, act } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { numberOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { ActionButton, Actions } from '../parts/actions.js'
import { Card, Page } from '../parts/page.js'
import { type Column, Table } from '../parts/table.js'

const asText = (value: object) =>
  Object.entries(value)
    .map(([name, item]) =>
      item === true ? name : `${name} ${typeof item === 'object' ? JSON.stringify(item) : item}`,
    )
    .join(', ')

const remove = ({ id }: DescribedFault): Action => ({
  label: 'Remove',
  call: { method: 'DELETE', path: `/faults/${encodeURIComponent(id)}` },
  ctl: ctlOf('fault', 'remove', id),
})

/** The faults that the form offers, and the words of `ctl` for each. */
const kinds = {
  '500': { label: 'Answer 500', action: { status: 500 }, words: ['--status', 500] },
  '503': {
    label: 'Answer 503, Retry-After 1 s',
    action: { status: 503, retry_after: 1 },
    words: ['--status', 503, '--retry-after', 1],
  },
  '429': {
    label: 'Answer 429, Retry-After 1 s',
    action: { status: 429, retry_after: 1 },
    words: ['--status', 429, '--retry-after', 1],
  },
  latency: { label: 'Answer after 2 s', action: { latency_ms: 2000 }, words: ['--latency', 2000] },
  reset: { label: 'Reset the connection', action: { reset: true }, words: ['--reset'] },
  hang: { label: 'Never answer', action: { hang: true }, words: ['--hang'] },
  truncate: { label: 'Cut the answer off', action: { truncate: true }, words: ['--truncate'] },
  malformed: {
    label: 'Answer JSON that does not parse',
    action: { malformed: true },
    words: ['--malformed'],
  },
} as const
type Kind = keyof typeof kinds

function Add() {
  const [operation, setOperation] = useState('')
  const [kind, setKind] = useState<Kind>('500')
  const [times, setTimes] = useState('1')
  const { action, words } = kinds[kind]
  const count = times === '' ? undefined : Number(times)
  const match = { ...(operation && { operation }), ...scope.value }
  const add: Action = {
    label: 'Add the fault',
    call: { method: 'POST', path: '/faults', body: { match, action, times: count } },
    ctl: ctlOf(
      'fault',
      'add',
      ...(operation ? ['--operation', operation] : []),
      ...ctlScope(scope.value),
      ...words,
      ...(count === undefined ? [] : ['--times', count]),
    ),
    done: () => `${kinds[kind].label}: armed`,
  }
  return (
    <Card title="Make calls fail" isWide>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault()
          void act(add)
        }}
      >
        <label>
          Operation
          <select value={operation} onChange={({ currentTarget }) => setOperation(currentTarget.value)}>
            <option value="">Every operation</option>
            {operationIds.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
        <label>
          Fault
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}>
            {Object.entries(kinds).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Times
          <input
            type="number"
            min="1"
            value={times}
            placeholder="always"
            onInput={({ currentTarget }) => setTimes(currentTarget.value)}
          />
        </label>
      </form>
      <Actions label="A new fault" actions={[add]} />
    </Card>
  )
}

const columns: Column<DescribedFault>[] = [
  {
    title: 'Matches',
    cell: ({ match }) => (
      <span tabIndex={-1}>{match && Object.keys(match).length ? asText(match) : 'every call'}</span>
    ),
  },
  { title: 'Does', cell: ({ action }) => asText(action) },
  { title: 'Matched', isExtra: true, isNumber: true, cell: ({ matched }) => numberOf(matched) },
  {
    title: 'Hit',
    isNumber: true,
    cell: ({ hits, times }) =>
      times === undefined ? numberOf(hits) : `${numberOf(hits)} of ${numberOf(times)}`,
  },
  { title: '', cell: (fault) => <ActionButton action={remove(fault)} /> },
]

export function Faults() {
  // Those of every account: one that names none applies to the account in view too.
  const query = { account_id: scope.value.account_id }
  const { data, error, reload } = useData<{ faults: DescribedFault[] }>('/faults', { on: ['state'] })
  return (
    <Page
      title="Faults"
      error={error}
      aside={
        data?.faults.length ? (
          <Actions
            label="All faults"
            actions={[
              {
                label: 'Remove all',
                isDanger: true,
                call: { method: 'DELETE', path: '/faults', query },
                ctl: ctlOf('fault', 'clear', ...ctlScope(query)),
                after: reload,
              },
            ]}
          />
        ) : undefined
      }
    >
      <Add />
      {data && (
        <Table
          label="Faults"
          rows={data.faults}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>No fault is armed: every call is answered as the service would.</p>}
        />
      )}
    </Page>
  )
}
