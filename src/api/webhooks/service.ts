import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Webhook, WebhooksRepository } from './repository.js'
import type { WebhookBody, WebhookPatch } from './schemas.js'

/** @throws ApiError badRequest when it is no URL that can be sent to */
function checkUrl(url: string) {
  if (!/^https?:\/\//i.test(url))
    throw apiError('badRequest', '"url" must be a valid uri with a scheme matching the http|https pattern')
  if (!URL.canParse(url)) throw apiError('badRequest', '"url" must be a valid uri')
}

export function createWebhooksService(deps: {
  repository: WebhooksRepository
  /** What is on its way to a webhook goes no further. */
  cancelPending: (webhookPk: number) => void
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, cancelPending, clock, ids, atomically } = deps

  /** @throws ApiError invalidGuid when it cannot be an id, noWebhook when it is none */
  const get = (app: App, id: string) => {
    const webhook = repository.find(app.pk, id)
    if (webhook) return webhook
    // The recorded answers name the field `id`.
    throw isUuid(id) ? apiError('noWebhook', id) : apiError('invalidGuid', 'id')
  }

  const change = (webhook: Webhook, { name, url, events, enabled }: Required<WebhookBody>) => {
    checkUrl(url)
    // ASSUMED: a webhook that is disabled is sent nothing more, and a new target begins with a clean record.
    if (!enabled) cancelPending(webhook.pk)
    const failures = url === webhook.url ? webhook.failures : 0
    return repository.update({ ...webhook, name, url, events, enabled, failures, updatedAt: clock.now() })
  }

  return {
    get,
    /** All of them, newest first. ASSUMED: the documents name no order, and no paging. */
    list: (app: App) => repository.list(app.pk),
    create: (app: App, { name, url, events, enabled = true }: WebhookBody) =>
      atomically(() => {
        checkUrl(url)
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
    replace: (app: App, id: string, body: WebhookBody) =>
      atomically(() => change(get(app, id), { enabled: true, ...body })),
    /** ASSUMED: what is left out stays, `enabled` included, whatever default its schema publishes. */
    edit: (app: App, id: string, patch: WebhookPatch) =>
      atomically(() => {
        const webhook = get(app, id)
        return change(webhook, { ...webhook, ...patch })
      }),
    /** Answers with what it was. ASSUMED: what was still to be sent to it is not sent. */
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
