/** State: snapshots and what differs between them, export and import, reset. */

import { useState } from 'preact/hooks'
import type { SnapshotInfo } from '../../state/schemas.js'
import type { Action } from '../core/actions.js'
import { act } from '../core/actions.js'
import { ctlOf, ctlScope, targetOf } from '../core/client.js'
import { countOf, timeOf } from '../core/format.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { ActionButton, Actions } from '../parts/actions.js'
import { Card, Page } from '../parts/page.js'
import { type Column, Table } from '../parts/table.js'
import { Differences } from './differences.js'

const rowsOf = ({ rows }: SnapshotInfo) => Object.values(rows).reduce((sum, count) => sum + count, 0)
const pathOf = ({ name }: { name: string }) => `/snapshots/${encodeURIComponent(name)}`
const accountOf = ({ account_id: id }: SnapshotInfo) => id ?? undefined

const restore = (snapshot: SnapshotInfo): Action => ({
  label: 'Restore',
  call: { method: 'POST', path: `${pathOf(snapshot)}/restore`, body: { account_id: accountOf(snapshot) } },
  ctl: ctlOf('snapshot', 'restore', snapshot.name, ...ctlScope({ account_id: accountOf(snapshot) })),
  confirm: `Everything ${snapshot.account_id === null ? 'stored' : `of ${snapshot.account_id}`} becomes as it was in “${snapshot.name}”.`,
})

const remove = (snapshot: SnapshotInfo): Action => ({
  label: 'Remove',
  isDanger: true,
  call: { method: 'DELETE', path: pathOf(snapshot), query: { account_id: accountOf(snapshot) } },
  ctl: ctlOf('snapshot', 'remove', snapshot.name, ...ctlScope({ account_id: accountOf(snapshot) })),
  confirm: `The snapshot “${snapshot.name}” is forgotten.`,
})

function Take() {
  const [name, setName] = useState('')
  const { account_id: accountId } = scope.value
  const take: Action = {
    label: 'Take a snapshot',
    call: { method: 'POST', path: pathOf({ name }), body: { account_id: accountId } },
    ctl: ctlOf('snapshot', 'take', name || 'NAME', ...ctlScope({ account_id: accountId })),
    done: () => `The snapshot “${name}” is taken`,
  }
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act(take)
      }}
    >
      <label>
        Name
        <input
          required
          maxLength={64}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={!name}>
        Take a snapshot of {accountId === undefined ? 'everything' : 'this account'}
      </button>
    </form>
  )
}

function Snapshots({ snapshots }: { snapshots: readonly SnapshotInfo[] }) {
  const columns: Column<SnapshotInfo>[] = [
    { title: 'Name', cell: ({ name }) => <strong tabIndex={-1}>{name}</strong> },
    { title: 'Of', isExtra: true, cell: ({ account_id: id }) => id ?? 'everything' },
    { title: 'Taken', cell: ({ taken_at: at }) => timeOf(at) },
    { title: 'Holds', isExtra: true, cell: (snapshot) => countOf(rowsOf(snapshot), 'row') },
    {
      title: '',
      cell: (snapshot) => (
        <div class="buttons">
          <ActionButton action={restore(snapshot)} />
          <ActionButton action={remove(snapshot)} />
        </div>
      ),
    },
  ]
  return (
    <Table
      label="Snapshots"
      rows={snapshots}
      columns={columns}
      keyOf={({ name, account_id: id }) => `${id} ${name}`}
      empty={<p>There is no snapshot. Take one, change something, and come back to it.</p>}
    />
  )
}

function Files() {
  const { account_id: accountId } = scope.value
  const query = { account_id: accountId }
  const [file, setFile] = useState<{ name: string; text: string }>()
  const chosen = async (input: HTMLInputElement) => {
    const [first] = input.files ?? []
    setFile(first && { name: first.name, text: await first.text() })
  }
  const load: Action = {
    label: 'Import it',
    isDanger: true,
    call: { method: 'PUT', path: '/state', query, body: file?.text },
    ctl: ctlOf('state', 'import', file?.name ?? 'FILE', ...ctlScope(query)),
    confirm: `${file?.name ?? 'The file'} replaces everything ${accountId === undefined ? 'stored' : `of ${accountId}`}. Nothing changes if it is not a whole state.`,
    done: () => 'Imported',
  }
  return (
    <Card title="As a file" isWide>
      <p>
        <a href={targetOf({ path: '/state', query })} download="greenroom-state.json" target="_self">
          Export {accountId === undefined ? 'everything' : 'this account'}
        </a>{' '}
        as one JSON document.
      </p>
      <label>
        Import
        <input
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => void chosen(currentTarget)}
        />
      </label>
      {file && (
        <div class="buttons">
          <ActionButton action={load} />
        </div>
      )}
    </Card>
  )
}

export function State() {
  const query = { account_id: scope.value.account_id }
  const { data, error } = useData<{ snapshots: SnapshotInfo[]; dropped: { name: string }[] }>('/snapshots', {
    query,
    on: ['state'],
  })
  return (
    <Page title="State" error={error}>
      <Card title="Snapshots" isWide>
        <Take />
        {data && <Snapshots snapshots={data.snapshots} />}
        {data && data.dropped.length > 0 && (
          <p>
            Dropped to make room: {data.dropped.map(({ name }) => name).join(', ')}. Keep more with
            --snapshot-rows.
          </p>
        )}
      </Card>
      {data && <Differences snapshots={data.snapshots} />}
      <Files />
      <Card title="Reset" isWide>
        <p>
          {query.account_id === undefined
            ? 'Everything returns to the fixtures, and the journal, faults and deliveries are cleared.'
            : 'This account returns to the fixtures; the others stay as they are.'}
        </p>
        <Actions
          label="Reset"
          actions={[
            {
              label: query.account_id === undefined ? 'Reset everything' : 'Reset this account',
              isDanger: true,
              call: { method: 'POST', path: '/reset', body: query },
              ctl: ctlOf('reset', ...ctlScope(query)),
              confirm: 'What was made since the start is lost. Take a snapshot first if you want it back.',
            },
          ]}
        />
      </Card>
    </Page>
  )
}
