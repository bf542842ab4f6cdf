/** Receives messages as a back end does that gets webhooks, and shows them. */

import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { Delivery } from '../api/webhooks/deliveries/delivery.js'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import { maskHeaders } from '../journal/masking.js'
import type { Inbox, Message } from './inbox.js'
import type { InboxAnswer, InboxMessage, InboxQuery } from './schemas.js'

const DEFAULT_LIMIT = 100

/** The longest text that is taken for the name of an event. */
const LONGEST_EVENT = 100

/** A message as it arrives. */
export interface Arrival {
  name: string | undefined
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Read the event that a body names. */
function eventOf(text: string): string | null {
  try {
    const { event } = JSON.parse(text) as { event?: unknown }
    return typeof event === 'string' && event.length <= LONGEST_EVENT ? event : null
  } catch {
    return null
  }
}

/** Read a header of a delivery, by its name of now or of before. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[`rtk-${name}`] ?? headers[`dyte-${name}`]
  return typeof value === 'string' ? value : null
}

/** Describe a message without its headers and its body. */
export const summarizeMessage = (message: Message) => ({
  id: message.id,
  received_at: toIso(message.at),
  name: message.name,
  event: message.event,
  signature: message.signature,
  account_id: message.accountId,
  app_id: message.appId,
  webhook_id: message.webhookId,
  rtk_uuid: message.rtkUuid,
  delivery_id: message.deliveryId,
  attempt: message.attempt,
  content_type: message.headers['content-type'] ?? null,
  size: message.size,
})

const describe = (message: Message): InboxMessage => ({
  ...summarizeMessage(message),
  headers: maskHeaders(message.headers),
  body: message.body,
  encoding: message.encoding,
})

/** Create the service of the inbox: receive, list and clear messages. */
export function createInboxService(deps: {
  inbox: Inbox
  clock: Clocks
  deliveries: {
    /** Find the delivery whose request has just arrived. */
    findInFlight(webhookId: string, rtkUuid: string): Delivery | undefined
    isGenuine(body: Uint8Array, signature: string): boolean
  }
}) {
  const { inbox, clock, deliveries } = deps

  /** @throws ApiError inboxOff */
  const mustBeOn = () => {
    if (inbox.size === 0) throw apiError('inboxOff')
  }

  const matches = (query: InboxQuery) => (message: Message) =>
    (query.account_id === undefined || query.account_id === message.accountId) &&
    (query.app_id === undefined || query.app_id === message.appId) &&
    (query.name === undefined || query.name === message.name) &&
    (query.event === undefined || query.event === message.event) &&
    (query.before === undefined || message.id < query.before)

  return {
    /** Keep a message, whoever sent it. @returns its id @throws ApiError inboxOff */
    receive({ name, headers, body }: Arrival): number {
      mustBeOn()
      const [webhookId, rtkUuid] = [headerOf(headers, 'webhook-id'), headerOf(headers, 'uuid')]
      const signature = headerOf(headers, 'signature')
      const delivery =
        webhookId !== null && rtkUuid !== null ? deliveries.findInFlight(webhookId, rtkUuid) : undefined
      const encoding = isUtf8(body) ? 'utf8' : 'base64'
      const text = body.toString(encoding)
      const { id } = inbox.add({
        name: name || null,
        at: clock.of(delivery?.accountId).now(),
        headers,
        body: text,
        encoding,
        size: body.length,
        event: eventOf(text),
        signature: signature === null ? 'none' : deliveries.isGenuine(body, signature) ? 'valid' : 'invalid',
        webhookId,
        rtkUuid,
        accountId: delivery?.accountId ?? null,
        appId: delivery?.appId ?? null,
        deliveryId: delivery?.id ?? null,
        attempt: delivery ? delivery.attempts + 1 : null,
      })
      return id
    },
    /** List messages, newest first. @throws ApiError inboxOff */
    list(query: InboxQuery = {}): InboxAnswer {
      mustBeOn()
      const { limit = DEFAULT_LIMIT } = query
      const found = [...inbox.after(0)].filter(matches(query)).reverse()
      const messages = found.slice(0, limit).map(describe)
      return {
        messages,
        cursor: messages.at(-1)?.id ?? query.before ?? 0,
        more: found.length > limit,
        dropped: inbox.dropped(query.account_id),
      }
    },
    /** @throws ApiError inboxOff, noMessage */
    get(id: number, { account_id }: AccountScope = {}): InboxMessage {
      mustBeOn()
      const { value } = inbox.after(id - 1).next()
      const isOther = account_id !== undefined && value?.accountId !== account_id
      if (value?.id !== id || isOther) throw apiError('noMessage', id)
      return describe(value)
    },
    /** Forget the messages of an account, or all. @returns how many */
    clear: ({ account_id }: AccountScope = {}) => inbox.clear(account_id),
  }
}

export type InboxService = ReturnType<typeof createInboxService>
