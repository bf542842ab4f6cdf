/** Messages of the inbox, newest first, as they arrive. */

import type { ComponentChildren } from 'preact'
import type { InboxAnswer, InboxMessage } from '../../inbox/schemas.js'
import type { Action } from '../core/actions.js'
import { ctlOf, ctlScope } from '../core/client.js'
import { countOf } from '../core/format.js'
import { hrefOf, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { EventName } from '../parts/event-name.js'
import { type Column, Table } from '../parts/table.js'
import { When } from '../parts/when.js'

const signatures = {
  valid: { kind: 'on', words: '✓ valid' },
  invalid: { kind: 'bad', words: '✗ invalid' },
  none: { kind: 'off', words: '– none' },
}

/** Tell whether the signature of a message verifies. */
export function Signature({ message }: { message: InboxMessage }) {
  const { kind, words } = signatures[message.signature]
  return <span class={`status status-${kind}`}>{words}</span>
}

const columns: Column<InboxMessage>[] = [
  {
    title: 'Message',
    cell: ({ id, event }) => (
      <a href={hrefOf(`/webhooks/inbox/${id}`)}>
        {event === null ? `Message ${id}, without an event` : <EventName event={event} />}
      </a>
    ),
  },
  { title: 'Signature', cell: (message) => <Signature message={message} /> },
  { title: 'Sent to', isExtra: true, cell: ({ name }) => name },
  { title: 'Attempt', isExtra: true, isNumber: true, cell: ({ attempt }) => attempt },
  { title: 'App', isExtra: true, cell: ({ app_id: app }) => app && <code>{app}</code> },
  { title: 'Received', cell: ({ received_at: at }) => <When at={at} /> },
]

/** The action that empties the inbox. */
export function clearing(): Action {
  const { account_id } = scope.value
  return {
    label: 'Clear',
    call: { method: 'DELETE', path: '/inbox', query: { account_id } },
    ctl: ctlOf('inbox', 'clear', ...ctlScope({ account_id })),
    confirm: 'The inbox forgets its messages. Webhooks and deliveries stay.',
    isDanger: true,
  }
}

/** @param props.empty what to do when nothing has arrived */
export function InboxTable(props: { limit: number; event?: string | undefined; empty: ComponentChildren }) {
  const { limit, event, empty } = props
  const { data, error, isStale } = useData<InboxAnswer>('/inbox', {
    query: { ...scope.value, event, limit },
    on: ['inbox', 'state'],
  })
  if (error) return <p class="error">{error.message}</p>
  if (!data) return null
  return (
    <>
      <Table
        label="Inbox"
        rows={data.messages}
        columns={columns}
        keyOf={({ id }) => String(id)}
        isStale={isStale}
        empty={empty}
      />
      {data.dropped > 0 && (
        <p>
          <small>{countOf(data.dropped, 'earlier message')} made room; keep more with --inbox.</small>
        </p>
      )}
    </>
  )
}
