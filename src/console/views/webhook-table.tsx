/** The webhooks of an app, or of all. */

import { webhookEvents } from '../../api/webhooks/events.js'
import type { WebhookItem } from '../../control/lists/item-schemas.js'
import type { Action } from '../core/actions.js'
import { scope } from '../core/router.js'
import { ActionButton } from '../parts/actions.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { apiCall } from './api-call.js'

const pathOf = ({ id }: WebhookItem) => `/webhooks/${encodeURIComponent(id)}`

const actionsOf = (webhook: WebhookItem): Action[] => [
  {
    label: webhook.enabled ? 'Disable' : 'Enable',
    ...apiCall('PATCH', webhook, { path: pathOf(webhook), body: { enabled: !webhook.enabled } }),
  },
  {
    label: 'Delete',
    ...apiCall('DELETE', webhook, { path: pathOf(webhook) }),
    confirm: `${webhook.name} is deleted, and what was still to be sent to it is not sent.`,
    isDanger: true,
  },
]

const columns: Column<WebhookItem>[] = [
  {
    title: 'Webhook',
    cell: ({ name, url }) => (
      <span tabIndex={-1}>
        <strong>{name}</strong>
        <br />
        <small class="id">{url}</small>
      </span>
    ),
  },
  {
    title: 'Events',
    isExtra: true,
    cell: ({ events }) => (events.length === webhookEvents.length ? 'all' : events.join(', ')),
  },
  { title: 'Is', cell: ({ enabled }) => <Status status={enabled ? 'enabled' : 'disabled'} /> },
  { title: 'Failed in a row', isExtra: true, isNumber: true, cell: ({ failures }) => failures },
  {
    title: '',
    cell: (webhook) => (
      <span class="buttons">
        {actionsOf(webhook).map((action) => (
          <ActionButton key={action.label} action={action} />
        ))}
      </span>
    ),
  },
]

export function WebhookTable({ webhooks, isStale }: { webhooks: readonly WebhookItem[]; isStale: boolean }) {
  const { account_id: account, app_id: app } = scope.value
  return (
    <Table
      label="Webhooks"
      rows={webhooks}
      columns={columns}
      keyOf={({ account_id, app_id, id }) => `${account_id} ${app_id} ${id}`}
      isStale={isStale}
      empty={
        account === undefined || app === undefined ? (
          <p>There is no webhook yet. Choose an account and an app above, and create one.</p>
        ) : (
          <p>This app has no webhook yet. Create one that leads to your back end, or to the inbox.</p>
        )
      }
    />
  )
}
