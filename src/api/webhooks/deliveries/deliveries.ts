/** Creates the parts that carry a domain event to the receivers of webhooks. */

import type { Logger } from 'pino'
import type { Clocks } from '../../../core/clocks.js'
import type { Ids } from '../../../core/ids.js'
import type { Links } from '../../../core/public-url.js'
import type { Signal } from '../../../core/signal.js'
import type { Jobs } from '../../../store/jobs.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { App } from '../../apps/app.js'
import type { Change } from '../../changes.js'
import type { Meeting } from '../../meetings/meeting.js'
import type { Session } from '../../sessions/session.js'
import type { WebhooksRepository } from '../repository.js'
import { createAttemptLog } from './attempt-log.js'
import { createDispatcher } from './dispatcher.js'
import type { HeaderForm } from './headers.js'
import { createDeliveryLog } from './log.js'
import { createOutbox } from './outbox.js'
import { createPayloads } from './payloads.js'
import { createDeliveryQueue } from './queue.js'
import type { DeliveriesRepository } from './repository.js'
import { createRetention } from './retention.js'
import type { RetentionRepository } from './retention-repository.js'
import { createDeliveryRules } from './rules.js'
import { createSender } from './sender.js'
import { createSigner } from './signing.js'

/**
 * Write a delivery for every domain event that a webhook subscribes to, and send it.
 * @throws PemError when a file that the settings name cannot be used
 */
export function createDeliveries(deps: {
  repository: DeliveriesRepository
  retention: RetentionRepository
  webhooks: WebhooksRepository
  settings: {
    /** Milliseconds after each failed attempt. */
    retries: readonly number[]
    /** Real seconds that a receiver may take. */
    timeout: number
    headers: HeaderForm
    /** How many ended deliveries of each account are kept. */
    kept: number
    /** Files in PEM: an RSA private key, and certificates to trust. */
    keyFile: string | undefined
    authoritiesFile: string | undefined
  }
  clock: Clocks
  ids: Ids
  jobs: Jobs
  changes: Pick<Signal<Change>, 'listen'>
  atomically: UnitOfWork
  log: Logger
  app: (pk: number) => App | undefined
  meeting: (appPk: number, id: string) => Meeting | undefined
  session: (pk: number) => Session | undefined
  /** The addresses to give in bodies. */
  links: (accountId: string) => Links
}) {
  const { clock, changes, settings } = deps
  const signer = createSigner(settings.keyFile)
  const sender = createSender({ clock, timeout: settings.timeout, authorities: settings.authoritiesFile })
  const retention = createRetention({
    ...deps,
    repository: deps.retention,
    size: settings.kept,
    onFull: () =>
      deps.log.info(
        `an account has more than ${settings.kept} webhook deliveries that have ended: from now on its oldest are forgotten; keep more with --webhook-log N`,
      ),
  })
  const queue = createDeliveryQueue({ ...deps, retention })
  const rules = createDeliveryRules(deps.ids)
  const payloads = createPayloads(deps)
  const dispatcher = createDispatcher({ ...deps, queue, sender, signer, ...settings })
  const log = createDeliveryLog({ ...deps, queue, retention })
  dispatcher.onAttempt(createAttemptLog(deps.log))
  changes.listen(createOutbox({ ...deps, queue, payloads, rules }))

  return {
    dispatcher,
    log,
    rules,
    headers: settings.headers,
    /** PEM. */
    publicKey: signer.publicKey,
    isGenuine: signer.isGenuine,
    findInFlight: dispatcher.findInFlight,
    /** Cancel the pending deliveries of a webhook. */
    cancel: queue.cancel,
    onAttempt: dispatcher.onAttempt,
    onUnsent: queue.onUnsent,
    /** Call it after the reset of an account, or of all: forget the rules, and the requests in flight. */
    reset(accountId?: string) {
      rules.clear(accountId)
      dispatcher.reload(accountId)
    },
    async stop() {
      log.stop()
      await dispatcher.stop()
    },
  }
}

export type Deliveries = ReturnType<typeof createDeliveries>
