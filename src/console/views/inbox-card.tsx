/** The inbox on the page of webhooks: what arrived last, and how to let webhooks arrive. */

import { webhookEvents } from '../../api/webhooks/events.js'
import type { WebhookItem } from '../../control/lists/item-schemas.js'
import { act } from '../core/actions.js'
import { useCommands } from '../core/commands.js'
import { hrefOf, scope } from '../core/router.js'
import { Actions } from '../parts/actions.js'
import { Line } from '../parts/copy.js'
import { Card } from '../parts/page.js'
import { clearing, InboxTable } from './inbox-table.js'
import { creation } from './new-webhook.js'

const MAX_SHOWN = 10

/** @param props.url of the inbox */
export function InboxCard({ url, webhooks }: { url: string; webhooks: readonly WebhookItem[] }) {
  const { account_id, app_id } = scope.value
  const isChosen = account_id !== undefined && app_id !== undefined
  const isFed = webhooks.some((webhook) => webhook.enabled && webhook.url.startsWith(url))
  const feed =
    isChosen && !isFed
      ? [
          creation("Send this app's webhooks here", {
            of: { account_id, app_id },
            body: { name: 'Inbox', url, events: webhookEvents },
          }),
        ]
      : []
  const actions = [...feed, clearing()]
  useCommands(`${url} ${account_id} ${app_id} ${isFed}`, () =>
    actions.map((action) => ({ group: 'Inbox', label: action.label, run: () => void act(action) })),
  )
  return (
    <Card title="Inbox" aside={<a href={hrefOf('/webhooks/inbox')}>All messages</a>} isWide>
      <p>
        Greenroom receives webhooks itself, without a back end. Whatever is sent to this URL arrives here:
      </p>
      <Line text={url} label="the URL of the inbox" />
      <Actions label="The inbox" actions={actions} />
      <InboxTable
        limit={MAX_SHOWN}
        empty={
          isFed ? (
            <p>Nothing has arrived yet. Let a livestream go live, or somebody join a meeting.</p>
          ) : isChosen ? (
            <p>Nothing has arrived yet. Send this app's webhooks here, and let a livestream go live.</p>
          ) : (
            <p>Nothing has arrived yet. Choose an account and an app above to send its webhooks here.</p>
          )
        }
      />
    </Card>
  )
}
