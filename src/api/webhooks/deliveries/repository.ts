/** Deliveries: what was to be sent to which webhook, and what became of it. */

import type { Database } from 'better-sqlite3'
import type { WebhookEvent } from '../schemas.js'
import type { Treatment } from './rules.js'

export const outcomes = ['pending', 'delivered', 'failed', 'dropped', 'cancelled'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * What is pending is blocked behind an earlier one about the same livestream, waiting for its time, or ready to be
 * sent (or being sent); of each livestream and webhook, at most one is not blocked.
 */
export type DeliveryState = 'blocked' | 'waiting' | 'ready' | Exclude<Outcome, 'pending'>

/** The deliveries that go out in order: those to one webhook about one livestream, or about one session. */
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
  /** As published; it outlives the webhook. */
  webhookId: string
  event: WebhookEvent
  /** The text as it was composed, whatever happened since. */
  body: string
  /** What a rule did to it. */
  treatment: Treatment | null
  state: DeliveryState
  /** When its next attempt is, while it is waiting, in Unix milliseconds. */
  dueAt: number | null
  /** It is not sent before, in Unix milliseconds. */
  earliestAt: number | null
  /** Its place among those that are pending in its lane; 0 when it was never to be sent. */
  place: number
  /** To be overtaken by the next one of its lane. */
  held: boolean
  /** Was put off because its target kept failing. */
  slowed: boolean
  /** Known once it was sent. */
  signature: string | null
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

interface DeliveryRow {
  pk: number
  app_pk: number
  account_id: string
  app_id: string
  webhook_pk: number | null
  livestream_pk: number | null
  session_pk: number | null
  livestream_id: string | null
  session_id: string | null
  id: string
  rtk_uuid: string
  copy_of: string | null
  webhook_id: string
  event: WebhookEvent
  body: string
  treatment: Treatment | null
  state: DeliveryState
  due_at: number | null
  earliest_at: number | null
  place: number
  held: 0 | 1
  slowed: 0 | 1
  signature: string | null
  attempts: number
  created_at: number
}

const rowToDelivery = (row: DeliveryRow): Delivery => ({
  pk: row.pk,
  appPk: row.app_pk,
  accountId: row.account_id,
  appId: row.app_id,
  webhookPk: row.webhook_pk,
  livestreamPk: row.livestream_pk,
  sessionPk: row.session_pk,
  livestreamId: row.livestream_id,
  sessionId: row.session_id,
  id: row.id,
  rtkUuid: row.rtk_uuid,
  copyOf: row.copy_of,
  webhookId: row.webhook_id,
  event: row.event,
  body: row.body,
  treatment: row.treatment,
  state: row.state,
  dueAt: row.due_at,
  earliestAt: row.earliest_at,
  place: row.place,
  held: row.held === 1,
  slowed: row.slowed === 1,
  signature: row.signature,
  attempts: row.attempts,
  createdAt: row.created_at,
})

/** @param index which must serve it: left to itself, SQLite walks all that a webhook was ever sent, in their order */
const selectionBy = (index = '') => `
  SELECT d.*, a.account_id, a.id AS app_id, l.id AS livestream_id, s.id AS session_id
  FROM deliveries d ${index && `INDEXED BY ${index}`}
  JOIN apps a ON a.pk = d.app_pk
  LEFT JOIN livestreams l ON l.pk = d.livestream_pk
  LEFT JOIN sessions s ON s.pk = d.session_pk`
const selection = selectionBy()

const isPending = `d.state IN ('blocked', 'waiting', 'ready')`
const inLane = `d.webhook_pk = :webhookPk AND d.livestream_pk IS :livestreamPk AND d.session_pk IS :sessionPk`

export interface DeliveryFilter {
  accountId?: string | undefined
  appId?: string | undefined
  webhookId?: string | undefined
  livestreamId?: string | undefined
  event?: WebhookEvent | undefined
  outcome?: Outcome | undefined
  /** Only those made after this one: a row's key. */
  after?: number | undefined
}

const toWhere = (filter: DeliveryFilter) => ({
  account: filter.accountId ?? null,
  app: filter.appId ?? null,
  webhook: filter.webhookId ?? null,
  livestream: filter.livestreamId ?? null,
  event: filter.event ?? null,
  outcome: filter.outcome ?? null,
  after: filter.after ?? 0,
})

const matches = `d.pk > :after
  AND (:account IS NULL OR a.account_id = :account)
  AND (:app IS NULL OR :app IN (a.id, a.uuid))
  AND (:webhook IS NULL OR d.webhook_id = :webhook OR d.webhook_pk IN (SELECT pk FROM webhooks WHERE id = :webhook))
  AND (:livestream IS NULL OR :livestream IN (l.id, l.uuid))
  AND (:event IS NULL OR d.event = :event)
  AND (:outcome IS NULL OR d.state = :outcome OR (:outcome = 'pending' AND ${isPending}))`

export function createDeliveriesRepository(db: Database) {
  const byPk = db.prepare<[number], DeliveryRow>(`${selection} WHERE d.pk = ?`)
  const byId = db.prepare<object, DeliveryRow>(
    `${selection} WHERE d.id = :id AND (:account IS NULL OR a.account_id = :account) LIMIT 1`,
  )
  const insert = db.prepare(
    `INSERT INTO deliveries (app_pk, webhook_pk, livestream_pk, session_pk, id, rtk_uuid, copy_of, webhook_id, event,
       body, treatment, state, due_at, earliest_at, place, held, slowed, created_at)
     VALUES (:appPk, :webhookPk, :livestreamPk, :sessionPk, :id, :rtkUuid, :copyOf, :webhookId, :event,
       :body, :treatment, :state, :dueAt, :earliestAt, :place, :held, 0,
       :createdAt)`,
  )
  const update = db.prepare(
    `UPDATE deliveries SET state = :state, due_at = :dueAt, earliest_at = :earliestAt, place = :place, held = :held,
       slowed = :slowed, signature = :signature, attempts = :attempts
     WHERE pk = :pk`,
  )
  const last = db.prepare<object, DeliveryRow>(
    `${selectionBy('pending_deliveries')} WHERE ${inLane} AND ${isPending} ORDER BY d.place DESC LIMIT 1`,
  )
  const next = db.prepare<object, DeliveryRow>(
    `${selectionBy('pending_deliveries')} WHERE ${inLane} AND ${isPending} AND d.state = 'blocked' ORDER BY d.place LIMIT 1`,
  )
  const ready = db.prepare<object, DeliveryRow>(
    `${selectionBy('ready_deliveries')} WHERE d.webhook_pk = :webhookPk AND d.state = 'ready'
       AND coalesce(d.livestream_pk, 0) || '/' || coalesce(d.session_pk, 0) NOT IN (SELECT value FROM json_each(:lanes))
     ORDER BY d.pk LIMIT CAST(:limit AS INTEGER)`,
  )
  const webhooksWithReady = db
    .prepare<object, number>(
      `SELECT DISTINCT d.webhook_pk FROM deliveries d INDEXED BY ready_deliveries JOIN apps a ON a.pk = d.app_pk
       WHERE d.state = 'ready' AND d.webhook_pk IS NOT NULL AND (:account IS NULL OR a.account_id = :account)`,
    )
    .pluck()
  const pendingOfWebhook = db.prepare<[number], DeliveryRow>(
    `${selectionBy('pending_deliveries')} WHERE d.webhook_pk = ? AND ${isPending} ORDER BY d.pk`,
  )
  const list = db.prepare<object, DeliveryRow>(
    `${selection} WHERE ${matches} ORDER BY d.pk LIMIT CAST(:limit AS INTEGER)`,
  )
  const counts = db.prepare<object, { outcome: Outcome; count: number }>(
    `SELECT CASE WHEN ${isPending} THEN 'pending' ELSE d.state END AS outcome, count(*) AS count
     FROM deliveries d JOIN apps a ON a.pk = d.app_pk LEFT JOIN livestreams l ON l.pk = d.livestream_pk
     WHERE ${matches} GROUP BY 1`,
  )
  const insertAttempt = db.prepare(
    `INSERT INTO delivery_attempts (delivery_pk, url, started_at, duration, status, error, answer)
     VALUES (:deliveryPk, :url, :startedAt, :duration, :status, :error, :answer)`,
  )
  const attempts = db.prepare<[number], Attempt>(
    `SELECT url, started_at AS startedAt, duration, status, error, answer FROM delivery_attempts
     WHERE delivery_pk = ? ORDER BY pk`,
  )

  const get = (pk: number): Delivery | undefined => {
    const row = byPk.get(pk)
    return row && rowToDelivery(row)
  }
  const lane = ({ webhookPk, livestreamPk, sessionPk }: Lane) => ({ webhookPk, livestreamPk, sessionPk })

  return {
    get,
    /** @param accountId any when left out */
    find(id: string, accountId?: string): Delivery | undefined {
      const row = byId.get({ id, account: accountId ?? null })
      return row && rowToDelivery(row)
    },
    insert(delivery: NewDelivery): Delivery {
      const { lastInsertRowid } = insert.run({ ...delivery, held: delivery.held ? 1 : 0 })
      return { ...delivery, pk: Number(lastInsertRowid), signature: null, attempts: 0, slowed: false }
    },
    update(delivery: Delivery): Delivery {
      update.run({ ...delivery, held: delivery.held ? 1 : 0, slowed: delivery.slowed ? 1 : 0 })
      return delivery
    },
    /** The last that is pending in a lane. */
    last(of: Lane): Delivery | undefined {
      const row = last.get(lane(of))
      return row && rowToDelivery(row)
    },
    /** The first that is blocked in a lane. */
    next(of: Lane): Delivery | undefined {
      const row = next.get(lane(of))
      return row && rowToDelivery(row)
    },
    /** Those that can be sent, of other lanes than these in which something is on its way: `livestreamPk/sessionPk`. */
    ready: (webhookPk: number, lanes: readonly string[], limit: number): Delivery[] =>
      ready.all({ webhookPk, lanes: JSON.stringify(lanes), limit }).map(rowToDelivery),
    webhooksWithReady: (accountId?: string): number[] =>
      webhooksWithReady.all({ account: accountId ?? null }),
    pendingOfWebhook: (webhookPk: number): Delivery[] => pendingOfWebhook.all(webhookPk).map(rowToDelivery),
    /** In the order in which they were made. */
    list: (filter: DeliveryFilter, limit: number): Delivery[] =>
      list.all({ ...toWhere(filter), limit }).map(rowToDelivery),
    /** How many there are of each outcome. */
    counts: (filter: DeliveryFilter) =>
      Object.fromEntries(
        counts.all(toWhere(filter)).map(({ outcome, count }) => [outcome, count]),
      ) as Partial<Record<Outcome, number>>,
    addAttempt: (deliveryPk: number, attempt: Attempt) => void insertAttempt.run({ ...attempt, deliveryPk }),
    attempts: (deliveryPk: number): Attempt[] => attempts.all(deliveryPk),
  }
}

export type DeliveriesRepository = ReturnType<typeof createDeliveriesRepository>
