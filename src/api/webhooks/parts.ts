/** Puts webhooks together: the operations' service, and all that happens behind them. */

import type { Logger } from 'pino'
import type { Config } from '../../config.js'
import type { Clock } from '../../core/clock.js'
import { readDurations } from '../../core/duration.js'
import type { Ids } from '../../core/ids.js'
import type { PublicUrls } from '../../core/public-url.js'
import type { Database } from '../../store/database.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/repository.js'
import type { Changes } from '../changes.js'
import type { Meeting } from '../meetings/repository.js'
import { createDispatcher } from './deliveries/dispatcher.js'
import { createLedger } from './deliveries/log.js'
import { createOutbox } from './deliveries/outbox.js'
import { createEvents } from './deliveries/payloads.js'
import { createDeliveryQueue } from './deliveries/queue.js'
import { createDeliveriesRepository } from './deliveries/repository.js'
import { createTreatments } from './deliveries/rules.js'
import { createSender } from './deliveries/sender.js'
import { createSigner } from './deliveries/signing.js'
import type { WebhooksRepository } from './repository.js'
import { createWebhooksService } from './service.js'

/** @throws ConfigError when a file that was named cannot be used */
export function createWebhookParts(deps: {
  config: Config
  db: Database
  clock: Clock
  ids: Ids
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
  urls: PublicUrls
  log: Logger
  repository: WebhooksRepository
  app: (pk: number) => App | undefined
  meeting: (appPk: number, id: string) => Meeting | undefined
}) {
  const { config, clock, urls, changes } = deps
  const signer = createSigner(config.webhookKey)
  const sender = createSender({ clock, timeout: config.webhookTimeout, authorities: config.webhookCa })

  const webhooks = deps.repository
  const repository = createDeliveriesRepository(deps.db)
  const queue = createDeliveryQueue({ ...deps, repository })
  const treatments = createTreatments(deps.ids)
  const dispatcher = createDispatcher({
    ...deps,
    repository,
    webhooks,
    queue,
    sender,
    signer,
    retries: readDurations(config.webhookRetries) ?? [],
  })
  const events = createEvents({ ...deps, links: (accountId) => urls.links(undefined, accountId) })
  changes.listen(createOutbox({ ...deps, webhooks, queue, events, treatments }))

  const ledger = createLedger({ ...deps, repository, queue })
  return {
    service: createWebhooksService({ ...deps, cancelPending: queue.cancel }),
    dispatcher,
    ledger,
    treatments,
    onUnsent: queue.onUnsent,
    publicKey: signer.publicKey,
    /** Forget what concerned an account, or all: rules, and what was on its way. Call it after a reset. */
    reset(accountId?: string) {
      treatments.clear(accountId)
      dispatcher.reload(accountId)
    },
    async stop() {
      ledger.stop()
      await dispatcher.stop()
    },
  }
}

export type WebhookParts = ReturnType<typeof createWebhookParts>
