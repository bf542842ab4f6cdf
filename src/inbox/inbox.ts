/**
 * Keeps the last messages that the built-in receiver of webhooks was sent. They are kept in memory, as the journal's
 * requests are: they tell what arrived and are no part of the state, so that no snapshot brings them back and no flood
 * grows a data file. When the inbox is full, the oldest message of the account with the most makes room.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { createSharedQueue } from '../core/shared-queue.js'
import { createSignal } from '../core/signal.js'
import { createDropCounts } from '../journal/drop-counts.js'

/** How many bytes all messages may have together. */
export const MAX_INBOX_BYTES = 16 * 1024 * 1024

export interface Message {
  /** Counts up in the order of arrival; serves as the cursor. */
  id: number
  /** What follows `/_greenroom/inbox/`; null without it. */
  name: string | null
  /** When it arrived, in Unix milliseconds of its account's time. */
  at: number
  /** Including credentials: mask them before showing them. */
  headers: IncomingHttpHeaders
  /** Text, or base64 when its bytes are not UTF-8. */
  body: string
  encoding: 'utf8' | 'base64'
  /** Bytes of the body. */
  size: number
  /** The event that its body names. */
  event: string | null
  signature: 'valid' | 'invalid' | 'none'
  webhookId: string | null
  rtkUuid: string | null
  /** Of the delivery that brought it; null when Greenroom did not send it. */
  accountId: string | null
  appId: string | null
  deliveryId: string | null
  attempt: number | null
}

/** Messages that Greenroom did not send share what one account may have. */
const ownerOf = ({ accountId }: Message) => accountId ?? ''

/** Count the bytes that a message takes, roughly. */
const weightOf = ({ body, headers, name }: Message) =>
  body.length + (name?.length ?? 0) + JSON.stringify(headers).length

/**
 * Create the inbox.
 * @param size how many messages to keep; 0 keeps none
 * @param onFull called when the first message is dropped to make room
 */
export function createInbox(size: number, onFull: () => void = () => {}) {
  const kept = createSharedQueue<Message>(size)
  const received = createSignal<Message>()
  const drops = createDropCounts()
  let last = 0
  let weight = 0
  let wasFull = false

  const forget = (message: Message | undefined) => {
    if (!message) return
    weight -= weightOf(message)
    drops.add({ accountId: message.accountId, operation: null })
    if (!wasFull) onFull()
    wasFull = true
  }

  return {
    size,
    /** Keep a message, in place of others when the inbox is full. @returns it with its id */
    add(message: Omit<Message, 'id'>): Message {
      last++
      const added = { id: last, ...message }
      weight += weightOf(added)
      forget(kept.add(ownerOf(added), added))
      while (weight > MAX_INBOX_BYTES) forget(kept.drop())
      received.emit(added)
      return added
    },
    /** Listen to every message from now on. */
    listen: received.listen,
    /** Count the messages that were dropped to make room since they were last cleared. */
    dropped: (accountId?: string) => drops.count({ accountId }),
    /** Iterate over the messages after an id, oldest first. */
    after: (id: number): Generator<Message> => kept.since((message) => message.id > id),
    /** Forget the messages of one account, or all. @returns how many */
    clear(accountId?: string): number {
      drops.clear(accountId)
      const removed = kept.clear(accountId)
      weight = 0
      for (const message of kept.since(() => true)) weight += weightOf(message)
      return removed
    },
  }
}

export type Inbox = ReturnType<typeof createInbox>
