import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { WebhooksRepository } from './repository.js'
import type { WebhookBody, WebhookPatch } from './schemas.js'
import { isSameTarget, problemOfTarget } from './target-url.js'
import { publishedId, type Webhook } from './webhook.js'

/** @throws ApiError badRequest when nothing can be sent to it */
function checkUrl(url: string) {
  const problem = problemOfTarget(url)
  if (problem) throw apiError('badRequest', `"url" ${problem}`)
}

/** The operations on webhooks. */
export function createWebhooksService(deps: {
  repository: WebhooksRepository
  /** Cancel the pending deliveries of a webhook. */
  cancelPending: (webhookPk: number) => void
  /** Whether several webhooks of an app may have the same URL. */
  duplicates: 'refuse' | 'allow'
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, cancelPending, duplicates, clock, ids, atomically } = deps

  /** @throws ApiError invalidGuid when `id` is not a UUID, noWebhook when there is no such webhook */
  const get = (app: App, id: string) => {
    const webhook = repository.find(app.pk, id)
    if (webhook) return webhook
    // The recorded answers name the field `id`.
    throw isUuid(id) ? apiError('noWebhook', id) : apiError('invalidGuid', 'id')
  }

  /** The service refuses a second webhook on the same URL, as was seen live. @throws ApiError duplicateWebhook */
  const checkDuplicate = (appPk: number, url: string) => {
    if (duplicates === 'allow') return
    const other = repository.list(appPk).find((webhook) => isSameTarget(webhook.url, url))
    if (other) throw apiError('duplicateWebhook', publishedId(other))
  }

  const change = (webhook: Webhook, { name, url, events, enabled }: Required<WebhookBody>) => {
    checkUrl(url)
    // ASSUMED: an edit is refused as a creation is; a webhook that keeps its URL is not looked at.
    if (!isSameTarget(url, webhook.url)) checkDuplicate(webhook.appPk, url)
    // ASSUMED: a webhook that is disabled is sent nothing more, and a new URL begins without failures.
    if (!enabled) cancelPending(webhook.pk)
    const failures = url === webhook.url ? webhook.failures : 0
    return repository.update({ ...webhook, name, url, events, enabled, failures, updatedAt: clock.now() })
  }

  return {
    get,
    /** All webhooks of an app, newest first. ASSUMED: the documents name no order, and no paging. */
    list: (app: App) => repository.list(app.pk),
    /** @throws ApiError badRequest, duplicateWebhook */
    create: (app: App, { name, url, events, enabled = true }: WebhookBody) =>
      atomically(() => {
        checkUrl(url)
        checkDuplicate(app.pk, url)
        const now = clock.now()
        return repository.insert({
          appPk: app.pk,
          id: ids.uuid(app.accountId),
          uuid: null,
          name,
          url,
          events,
          enabled,
          failures: 0,
          createdAt: now,
          updatedAt: now,
        })
      }),
    /** Set every field, `enabled` to its default when left out. @throws ApiError as create, and as get */
    replace: (app: App, id: string, body: WebhookBody) =>
      atomically(() => change(get(app, id), { enabled: true, ...body })),
    /** ASSUMED: a field that is left out stays, `enabled` included, whatever default its schema publishes. */
    edit: (app: App, id: string, patch: WebhookPatch) =>
      atomically(() => {
        const webhook = get(app, id)
        return change(webhook, { ...webhook, ...patch })
      }),
    /** Delete a webhook, and return it. ASSUMED: what was still to be sent to it is not sent. */
    remove: (app: App, id: string) =>
      atomically(() => {
        const webhook = get(app, id)
        cancelPending(webhook.pk)
        repository.remove(webhook.pk)
        return webhook
      }),
  }
}

export type WebhooksService = ReturnType<typeof createWebhooksService>
