/** Deliveries and their attempts, as they are stored. */

import type { Database } from 'better-sqlite3'
import type { WebhookEvent } from '../events.js'
import type { Attempt, Delivery, Lane, NewDelivery } from './delivery.js'
import { type DeliveryState, type Outcome, outcomeOf, pendingStates, statesOf } from './lifecycle.js'
import type { DeliveryMatch, RuleAction } from './rules.js'

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
  treatment: RuleAction | null
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

/** @param index which SQLite must use: left to choose, it scans all that a webhook was ever sent */
const selectionBy = (index = '') => `
  SELECT d.*, a.account_id, a.id AS app_id, l.id AS livestream_id, s.id AS session_id
  FROM deliveries d ${index && `INDEXED BY ${index}`}
  JOIN apps a ON a.pk = d.app_pk
  LEFT JOIN livestreams l ON l.pk = d.livestream_pk
  LEFT JOIN sessions s ON s.pk = d.session_pk`
const selection = selectionBy()

// The index pending_deliveries has the same condition, and serves only queries that repeat it.
const isPending = `d.state IN (${pendingStates.map((state) => `'${state}'`).join(', ')})`
const inLane = `d.webhook_pk = :webhookPk AND d.livestream_pk IS :livestreamPk AND d.session_pk IS :sessionPk`

export interface DeliveryFilter extends DeliveryMatch {
  outcome?: Outcome | undefined
  /** Only deliveries made after this one, by its row's key; with `isNewestFirst`, before it. */
  after?: number | undefined
  isNewestFirst?: boolean
}

const toWhere = (filter: DeliveryFilter) => ({
  account: filter.account_id ?? null,
  app: filter.app_id ?? null,
  webhook: filter.webhook_id ?? null,
  livestream: filter.livestream_id ?? null,
  event: filter.event ?? null,
  states: filter.outcome === undefined ? null : JSON.stringify(statesOf(filter.outcome)),
  after: filter.isNewestFirst ? 0 : (filter.after ?? 0),
  before: filter.isNewestFirst ? (filter.after ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER,
})

const matches = `d.pk > :after
  AND d.pk < :before
  AND (:account IS NULL OR a.account_id = :account)
  AND (:app IS NULL OR :app IN (a.id, a.uuid))
  AND (:webhook IS NULL OR d.webhook_id = :webhook OR d.webhook_pk IN (SELECT pk FROM webhooks WHERE id = :webhook))
  AND (:livestream IS NULL OR :livestream IN (l.id, l.uuid))
  AND (:event IS NULL OR d.event = :event)
  AND (:states IS NULL OR d.state IN (SELECT value FROM json_each(:states)))`

/** The only place with SQL for deliveries. */
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
       AND NOT EXISTS (SELECT 1 FROM json_each(:lanes)
         WHERE value->>'livestreamPk' IS d.livestream_pk AND value->>'sessionPk' IS d.session_pk)
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
  const listBack = db.prepare<object, DeliveryRow>(
    `${selection} WHERE ${matches} ORDER BY d.pk DESC LIMIT CAST(:limit AS INTEGER)`,
  )
  const counts = db.prepare<object, { state: DeliveryState; count: number }>(
    `SELECT d.state, count(*) AS count
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
    /** Find a delivery by its id. @param accountId any account's when left out */
    find(id: string, accountId?: string): Delivery | undefined {
      const row = byId.get({ id, account: accountId ?? null })
      return row && rowToDelivery(row)
    },
    /** Store a new delivery. */
    insert(delivery: NewDelivery): Delivery {
      const { lastInsertRowid } = insert.run({ ...delivery, held: delivery.held ? 1 : 0 })
      return { ...delivery, pk: Number(lastInsertRowid), signature: null, attempts: 0, slowed: false }
    },
    /** Store a delivery's state, times, place, signature and count of attempts. */
    update(delivery: Delivery): Delivery {
      update.run({ ...delivery, held: delivery.held ? 1 : 0, slowed: delivery.slowed ? 1 : 0 })
      return delivery
    },
    /** The last pending delivery of a lane. */
    last(of: Lane): Delivery | undefined {
      const row = last.get(lane(of))
      return row && rowToDelivery(row)
    },
    /** The first blocked delivery of a lane. */
    next(of: Lane): Delivery | undefined {
      const row = next.get(lane(of))
      return row && rowToDelivery(row)
    },
    /** Ready deliveries to a webhook, oldest first. @param lanes in flight, whose deliveries are left out */
    ready: (webhookPk: number, lanes: readonly Lane[], limit: number): Delivery[] =>
      ready.all({ webhookPk, lanes: JSON.stringify(lanes), limit }).map(rowToDelivery),
    /** Webhooks that have a ready delivery. @param accountId any account's when left out */
    webhooksWithReady: (accountId?: string): number[] =>
      webhooksWithReady.all({ account: accountId ?? null }),
    /** All pending deliveries to a webhook, oldest first. */
    pendingOfWebhook: (webhookPk: number): Delivery[] => pendingOfWebhook.all(webhookPk).map(rowToDelivery),
    /** The first deliveries that a filter admits, oldest first. */
    list: (filter: DeliveryFilter, limit: number): Delivery[] =>
      (filter.isNewestFirst ? listBack : list).all({ ...toWhere(filter), limit }).map(rowToDelivery),
    /** How many deliveries have each outcome; an outcome that none has is left out. */
    counts(filter: DeliveryFilter): Partial<Record<Outcome, number>> {
      const byOutcome: Partial<Record<Outcome, number>> = {}
      for (const { state, count } of counts.all(toWhere(filter))) {
        const outcome = outcomeOf(state)
        byOutcome[outcome] = (byOutcome[outcome] ?? 0) + count
      }
      return byOutcome
    },
    addAttempt: (deliveryPk: number, attempt: Attempt) => void insertAttempt.run({ ...attempt, deliveryPk }),
    /** A delivery's attempts, oldest first. */
    attempts: (deliveryPk: number): Attempt[] => attempts.all(deliveryPk),
  }
}

export type DeliveriesRepository = ReturnType<typeof createDeliveriesRepository>
