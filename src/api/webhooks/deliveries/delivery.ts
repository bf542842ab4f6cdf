/** A delivery: one webhook's copy of an event, and the attempts to send it. */

import type { WebhookEvent } from '../events.js'
import type { DeliveryState } from './lifecycle.js'
import type { RuleAction } from './rules.js'

/** Deliveries of one lane are sent in order: those to one webhook about one livestream, or about one session. */
export interface Lane {
  webhookPk: number | null
  livestreamPk: number | null
  sessionPk: number | null
}

export interface Delivery extends Lane {
  pk: number
  appPk: number
  accountId: string
  appId: string
  livestreamId: string | null
  sessionId: string | null
  id: string
  /** The same on every attempt, and on copies. */
  rtkUuid: string
  /** The id of the delivery that this one repeats. */
  copyOf: string | null
  /** The webhook's published id; it outlives the webhook. */
  webhookId: string
  event: WebhookEvent
  /** The text that is sent, as it was composed when the event happened. */
  body: string
  /** What a delivery rule does to it. */
  treatment: RuleAction | null
  state: DeliveryState
  /** When it is sent, while it is waiting, in Unix milliseconds. */
  dueAt: number | null
  /** It is not sent before this instant, in Unix milliseconds. */
  earliestAt: number | null
  /** Its position among the pending deliveries of its lane; 0 when it is never sent. */
  place: number
  /** The next delivery of its lane is to pass it. */
  held: boolean
  /** It was put off because its webhook kept failing. */
  slowed: boolean
  /** Null until it was sent. */
  signature: string | null
  /** How many attempts have been made. */
  attempts: number
  /** Unix milliseconds. */
  createdAt: number
}

export type NewDelivery = Omit<Delivery, 'pk' | 'signature' | 'attempts' | 'slowed'>

export interface Attempt {
  url: string
  /** Unix milliseconds of the emulator's time. */
  startedAt: number
  /** Real milliseconds. */
  duration: number
  /** Null when there was no answer. */
  status: number | null
  error: string | null
  /** The beginning of the answer's body. */
  answer: string
}

/** A delivery with all its attempts. */
export interface DeliveryRecord {
  delivery: Delivery
  attempts: Attempt[]
}
