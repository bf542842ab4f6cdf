/** Rules that send deliveries twice, late, out of order, with a bad signature, or never. */

import { useState } from 'preact/hooks'
import type { DescribedDeliveryRule } from '../../api/webhooks/deliveries/schemas.js'
import type { Action } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { ActionButton, Actions } from '../parts/actions.js'
import { Card } from '../parts/page.js'
import { type Column, Table } from '../parts/table.js'

const kinds = {
  twice: 'Send it twice',
  late: 'Send it 30 s late',
  out_of_order: 'Send it after the next one',
  bad_signature: 'Sign it wrongly',
  never: 'Never send it',
}
type Kind = keyof typeof kinds
const LATE_SECONDS = 30

const columns: Column<DescribedDeliveryRule>[] = [
  {
    title: 'Matches',
    cell: ({ match }) => (
      <span tabIndex={-1}>
        {match && Object.keys(match).length
          ? Object.entries(match)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ')
          : 'every delivery'}
      </span>
    ),
  },
  { title: 'Does', cell: ({ send }) => kinds[send] },
  {
    title: 'Hit',
    isNumber: true,
    cell: ({ hits, times }) => (times === undefined ? hits : `${hits} of ${times}`),
  },
  {
    title: '',
    cell: ({ id }) => (
      <ActionButton
        action={{
          label: 'Remove',
          call: { method: 'DELETE', path: `/deliveries/rules/${encodeURIComponent(id)}` },
          ctl: ctlOf('deliveries', 'rules', 'remove', id),
        }}
      />
    ),
  },
]

export function DeliveryRules() {
  const [kind, setKind] = useState<Kind>('twice')
  const { data } = useData<{ rules: DescribedDeliveryRule[] }>('/deliveries/rules', {
    query: { account_id: scope.value.account_id },
    on: ['state'],
  })
  const delay = kind === 'late' ? LATE_SECONDS : undefined
  const add: Action = {
    label: 'Add the rule',
    call: {
      method: 'POST',
      path: '/deliveries/rules',
      body: { match: scope.value, send: kind, delay, times: 1 },
    },
    ctl: ctlOf(
      'deliveries',
      'rules',
      'add',
      kind,
      ...(delay === undefined ? [] : ['--delay', delay]),
      '--times',
      1,
      ...ctlScope(scope.value),
    ),
    done: () => `The next delivery: ${kinds[kind].toLowerCase()}`,
  }
  return (
    <Card title="Rules for the next deliveries" isWide>
      <div class="filters">
        <label>
          The next delivery
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}>
            {Object.entries(kinds).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Actions label="A new rule" actions={[add]} />
      {data && data.rules.length > 0 && (
        <Table label="Rules" rows={data.rules} columns={columns} keyOf={({ id }) => id} empty={null} />
      )}
    </Card>
  )
}
