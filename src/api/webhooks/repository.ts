import type { Database } from 'better-sqlite3'
import type { WebhookEvent } from './events.js'
import type { Webhook } from './webhook.js'

interface WebhookRow {
  pk: number
  app_pk: number
  id: string
  uuid: string | null
  name: string
  url: string
  events: string
  enabled: 0 | 1
  failures: number
  created_at: number
  updated_at: number
}

const rowToWebhook = (row: WebhookRow): Webhook => ({
  pk: row.pk,
  appPk: row.app_pk,
  id: row.id,
  uuid: row.uuid,
  name: row.name,
  url: row.url,
  events: JSON.parse(row.events),
  enabled: row.enabled === 1,
  failures: row.failures,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const webhookToRow = (webhook: Omit<Webhook, 'pk'>): Omit<WebhookRow, 'pk'> => ({
  app_pk: webhook.appPk,
  id: webhook.id,
  uuid: webhook.uuid,
  name: webhook.name,
  url: webhook.url,
  events: JSON.stringify(webhook.events),
  enabled: webhook.enabled ? 1 : 0,
  failures: webhook.failures,
  created_at: webhook.createdAt,
  updated_at: webhook.updatedAt,
})

/** The only place with SQL for webhooks. */
export function createWebhooksRepository(db: Database) {
  const byId = db.prepare<{ app: number; id: string }, WebhookRow>(
    'SELECT * FROM webhooks WHERE app_pk = :app AND (id = :id OR uuid = :id)',
  )
  const byPk = db.prepare<[number], WebhookRow>('SELECT * FROM webhooks WHERE pk = ?')
  const list = db.prepare<[number], WebhookRow>(
    'SELECT * FROM webhooks WHERE app_pk = ? ORDER BY created_at DESC, pk DESC',
  )
  const enabled = db.prepare<[number], WebhookRow>(
    'SELECT * FROM webhooks WHERE app_pk = ? AND enabled = 1 ORDER BY pk',
  )
  const insert = db.prepare(
    `INSERT INTO webhooks (app_pk, id, uuid, name, url, events, enabled, failures, created_at, updated_at)
     VALUES (:app_pk, :id, :uuid, :name, :url, :events, :enabled, :failures, :created_at, :updated_at)`,
  )
  const update = db.prepare(
    `UPDATE webhooks SET name = :name, url = :url, events = :events, enabled = :enabled, failures = :failures,
       updated_at = :updated_at
     WHERE pk = :pk`,
  )
  const clearFailures = db.prepare<object>(
    'UPDATE webhooks SET failures = 0 WHERE pk = :pk AND url = :url AND failures > 0',
  )
  const addFailure = db
    .prepare<object, number>(
      'UPDATE webhooks SET failures = failures + 1 WHERE pk = :pk AND url = :url RETURNING failures',
    )
    .pluck()
  const remove = db.prepare<[number]>('DELETE FROM webhooks WHERE pk = ?')

  return {
    /** Find a webhook of an app by its id, or by the UUID that stands for it. */
    find(appPk: number, id: string): Webhook | undefined {
      const row = byId.get({ app: appPk, id })
      return row && rowToWebhook(row)
    },
    /** Get a webhook by its row's key. */
    get(pk: number): Webhook | undefined {
      const row = byPk.get(pk)
      return row && rowToWebhook(row)
    },
    /** All webhooks of an app, newest first. */
    list: (appPk: number): Webhook[] => list.all(appPk).map(rowToWebhook),
    /** The enabled webhooks of an app that subscribe to an event, oldest first. */
    subscribed: (appPk: number, event: WebhookEvent): Webhook[] =>
      enabled
        .all(appPk)
        .map(rowToWebhook)
        .filter(({ events }) => events.includes(event)),
    insert(webhook: Omit<Webhook, 'pk'>): Webhook {
      return { ...webhook, pk: Number(insert.run(webhookToRow(webhook)).lastInsertRowid) }
    },
    /** Store everything that may change. */
    update(webhook: Webhook): Webhook {
      update.run({ pk: webhook.pk, ...webhookToRow(webhook) })
      return webhook
    },
    /** Count an attempt, unless the webhook is gone or has another URL. @returns how many have failed in a row */
    count(target: { pk: number; url: string }, success: boolean): number {
      if (!success) return addFailure.get(target) ?? 0
      clearFailures.run(target)
      return 0
    },
    remove: (pk: number) => void remove.run(pk),
  }
}

export type WebhooksRepository = ReturnType<typeof createWebhooksRepository>
