/** The composition root: creates every repository, service and route around one database and one clock. */

import type { Logger } from 'pino'
import { logChanges } from './api/change-log.js'
import type { Change } from './api/changes.js'
import { createDomain } from './api/domain.js'
import { createTokens } from './api/participants/tokens.js'
import { createDeliveries } from './api/webhooks/deliveries/deliveries.js'
import { createLastHostsRepository } from './api/webhooks/deliveries/last-hosts-repository.js'
import { createDeliveriesRepository } from './api/webhooks/deliveries/repository.js'
import { createRetentionRepository } from './api/webhooks/deliveries/retention-repository.js'
import { createWebhooksService } from './api/webhooks/service.js'
import { buildApp } from './app.js'
import { shownSettings } from './config/describe.js'
import { ConfigError } from './config/error.js'
import { flagOf } from './config/names.js'
import type { Config } from './config/schema.js'
import { createDemoControl } from './control/demo.js'
import { createAccountListRepository } from './control/lists/accounts-repository.js'
import { createListKeysRepository } from './control/lists/keys-repository.js'
import { createListRowsRepository } from './control/lists/rows-repository.js'
import { createControl } from './control/service.js'
import type { Clock } from './core/clock.js'
import { createClocks } from './core/clocks.js'
import { readDurations } from './core/duration.js'
import { createIds } from './core/ids.js'
import { createLastHosts } from './core/last-hosts.js'
import { basePath, inboxPath } from './core/paths.js'
import { PemError } from './core/pem-error.js'
import { createPublicUrls } from './core/public-url.js'
import { parseRate } from './core/rate.js'
import type { JobFailure } from './core/scheduler.js'
import { createSchedulers } from './core/schedulers.js'
import { createSignal } from './core/signal.js'
import { createFaults } from './faults/rules.js'
import type { LoadedFixture } from './fixtures/check.js'
import { createFixtures } from './fixtures/fixtures.js'
import { createFixtureWriter } from './fixtures/writer.js'
import { createAnswerCache } from './gateway/answer-cache.js'
import { createLegacy } from './gateway/legacy.js'
import { createPlainApi } from './gateway/plain.js'
import { createRateLimit } from './gateway/rate-limit.js'
import { createInbox } from './inbox/inbox.js'
import { createJournal } from './journal/journal.js'
import { createClip } from './media/clip.js'
import { createIngest } from './media/ingest/ingest.js'
import { MediaError } from './media/playback/media-error.js'
import { createTestCard, type TestCard } from './media/playback/test-card.js'
import { createViewers } from './media/playback/viewers.js'
import { createRecordingFiles } from './media/recording-files.js'
import { createSessionFiles } from './media/session-files.js'
import { createStateRows } from './state/rows.js'
import { createAccountClocks } from './store/account-clocks.js'
import { createAccounts } from './store/accounts.js'
import type { Database } from './store/database.js'
import { createJobs, type Job } from './store/jobs.js'
import { createRevision } from './store/revision.js'
import { createUnitOfWork } from './store/unit-of-work.js'
import { packageFolder, version } from './version.js'

export interface ContainerOptions {
  config: Config
  clock: Clock
  db: Database
  log: Logger
  fixtures: LoadedFixture[]
  /** The phase of the process, and the address it listens on. */
  state: () => {
    phase: 'starting' | 'ready' | 'stopping'
    listening: string
    /** The server for encoders; undefined while there is none. */
    ingest?: { scheme: 'rtmp' | 'rtmps'; port: number } | undefined
  }
}

/** Translate an error about a PEM file. @throws ConfigError naming the file's setting */
function refusingFiles<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof PemError)) throw error
    throw new ConfigError([`${flagOf(error.setting)} ${error.problem}`])
  }
}

/** Access the test card: a file of one's own is read at once, ours at the first use. @throws ConfigError */
function testCardAt(file: string | undefined): () => TestCard {
  let card: TestCard | undefined
  const read = () => {
    card ??= createTestCard(file ?? new URL('fixtures/test-card.mp4', packageFolder))
    return card
  }
  try {
    if (file !== undefined) read()
  } catch (error) {
    if (!(error instanceof MediaError)) throw error
    throw new ConfigError([`--test-card ${file} ${error.problem}`])
  }
  return read
}

/** Create the parts of one emulator; nothing runs yet. @throws ConfigError */
export function createContainer(options: ContainerOptions) {
  const { config, db, log, state } = options
  const clock = createClocks(options.clock)
  const atomically = createUnitOfWork(db, clock)
  const jobs = createJobs({
    db,
    atomically,
    hasClock: clock.has,
    onChange: (accountId) => scheduler.rearm(accountId),
  })
  const jobFailures = createSignal<JobFailure<Job>>()
  const demo = createDemoControl({ clock })
  const scheduler = createSchedulers<Job>({
    clocks: clock,
    queueOf: jobs.queueOf,
    onFailure(failure) {
      const { error, job, retryIn } = failure
      const next = retryIn === undefined ? 'it is given up' : `next attempt in ${retryIn / 1000} s`
      log.error({ err: error, job }, `${job ? `the job ${job.kind}` : 'reading the jobs'} failed; ${next}`)
      jobFailures.emit(failure)
    },
    settled: (owner) =>
      deliveries.dispatcher.drained((accountId) => (clock.has(accountId) ? accountId : undefined) === owner),
    companion: demo.companionOf,
  })
  const accountClocks = createAccountClocks({ db, clocks: clock, jobs, atomically, log })
  const changes = createSignal<Change>()
  logChanges({ changes, atomically, log })

  const accounts = createAccounts(db)
  const ids = createIds({ seed: config.seed, nextDraw: accounts.nextDraw })
  const common = { clock, ids, atomically, changes, jobs }
  const revision = createRevision(db)
  const tokens = refusingFiles(() => createTokens(config.tokenKey))
  const clip = createClip()
  const domain = createDomain({ ...common, db, revision, tokens, fileSize: clip.size, config })
  const { repositories, services, presence, transitions, recordingTransitions } = domain
  const { apps, meetings, participants, livestreams, recordings, sessionFiles } = services
  const fixtures = createFixtures({
    accounts,
    jobs,
    atomically,
    loaded: options.fixtures,
    writer: createFixtureWriter({
      ...common,
      ...repositories,
      presets: services.presets,
      participants,
      sessionFiles,
      transitions,
      recordingTransitions,
      fileSize: clip.size,
    }),
  })

  const lastHostsRepository = createLastHostsRepository(db)
  const lastHosts = createLastHosts({ listening: () => state().listening, stored: lastHostsRepository.find })
  // Stored with the change, so that deliveries after a restart use the same address.
  if (!db.memory)
    changes.listen(({ accountId }) => {
      const last = lastHosts.toStore(accountId)
      if (last) lastHostsRepository.keep(accountId, last)
    })
  const urls = createPublicUrls({
    lastHosts,
    publicUrl: config.publicUrl,
    publicRtmpUrl: config.publicRtmpUrl,
    cloudflareUrls: config.cloudflareUrls,
    ingest: () => state().ingest,
    listening: () => state().listening,
  })
  const faults = createFaults({ ids, basePath })
  const journal = createJournal(config.journal, () =>
    log.info(
      `the journal is full with ${config.journal} requests: from now on the oldest of the account with the most makes room; keep more with --journal N`,
    ),
  )
  const inbox = createInbox(config.inbox, () =>
    log.info(
      `the inbox is full with ${config.inbox} messages: from now on the oldest of the account with the most makes room; keep more with --inbox N`,
    ),
  )
  const rate = parseRate(config.rateLimit ?? '')
  const rateLimit = rate && createRateLimit(rate, clock)
  const deliveries = refusingFiles(() =>
    createDeliveries({
      ...common,
      log,
      repository: createDeliveriesRepository(db),
      retention: createRetentionRepository(db),
      webhooks: repositories.webhooks,
      settings: {
        retries: readDurations(config.webhookRetries) ?? [],
        timeout: config.webhookTimeout,
        headers: config.webhookHeaders,
        kept: config.webhookLog,
        keyFile: config.webhookKey,
        authoritiesFile: config.webhookCa,
      },
      app: repositories.apps.get,
      meeting: repositories.meetings.find,
      session: repositories.sessions.get,
      links: urls.linksWithoutRequest,
    }),
  )
  const webhooks = createWebhooksService({
    ...common,
    repository: repositories.webhooks,
    cancelPending: deliveries.cancel,
    duplicates: config.duplicateWebhooks,
  })
  const ingest = createIngest({
    ...common,
    livestreams: repositories.livestreams,
    livestreamSessions: repositories.livestreamSessions,
    apply: livestreams.apply,
    catchUp: scheduler.catchUp,
    log,
    isOpen: () => db.open,
    reconnectGrace: config.reconnectGrace,
    keep: config.playbackKeep,
  })
  const viewers = createViewers()
  const control = createControl({
    ...common,
    accountClocks,
    faults,
    journal,
    inbox,
    rateLimit,
    jobFailures,
    appId: (pk) => repositories.apps.get(pk)?.id,
    onError: (error) => log.error({ err: error }, 'a reader of events failed'),
    db,
    stateRows: createStateRows({
      db,
      atomically,
      jobs,
      ids,
      accounts,
      onReplaced(accountId) {
        accountClocks.reload(accountId)
        deliveries.dispatcher.reload(accountId)
        ingest.replaced(accountId)
        viewers.replaced(accountId)
        demo.replaced(accountId)
      },
    }),
    scheduler,
    jobs,
    apps,
    meetings,
    participants,
    lists: {
      keys: createListKeysRepository(db),
      rows: createListRowsRepository(db),
      accounts: createAccountListRepository(db),
    },
    livestreamSessions: repositories.livestreamSessions,
    recordingsRepository: repositories.recordings,
    links: urls.links,
    tokenKeys: tokens.jwks,
    log,
    snapshotRows: config.snapshotRows,
    presence,
    sessionFiles,
    livestreams,
    recordings,
    fixtures,
    deliveries,
    ingest,
    viewers,
    demo,
    notReady() {
      const { phase } = state()
      return phase === 'ready' && db.open ? undefined : `Greenroom is ${phase}`
    },
    info: () => ({
      name: 'greenroom',
      version,
      url: urls.origin(),
      base_url: `${urls.origin()}${basePath}`,
      inbox: config.inbox > 0 ? `http://${state().listening}${inboxPath}` : null,
      wire: config.wire,
      auth: config.auth,
      data: config.data,
      fixtures: fixtures.summary(),
      seed: config.seed ?? null,
      settings: shownSettings(config),
    }),
  })

  const context = {
    services: { ...services, webhooks },
    clock,
    links: urls.links,
    answerOnce: createAnswerCache(revision).answerOnce,
    strictBodies: config.strictBodies,
  }
  const isStarted = () => state().phase !== 'starting'
  const plain = createPlainApi({
    context,
    wire: config.wire,
    log,
    catchUp: scheduler.catchUpAll,
    onWritten: control.events.touch,
    isStarted,
  })
  const app = buildApp({
    config,
    log,
    gateway: {
      clock,
      urls,
      faults,
      journal,
      rateLimit,
      auth: { mode: config.auth, tokens: config.token },
      legacy: createLegacy(config.legacyAccount),
      ensureApp: apps.ensure,
      catchUp: scheduler.catchUp,
      isStarted,
    },
    context,
    plain,
    control,
    downloads: {
      files: [createRecordingFiles({ recordings, clip }), createSessionFiles(sessionFiles)],
      clock,
      catchUp: scheduler.catchUpAll,
    },
    playback: {
      livestreams: repositories.livestreams,
      livestreamSessions: repositories.livestreamSessions,
      clock,
      log,
      catchUp: scheduler.catchUp,
      testCard: testCardAt(config.testCard),
      broadcastOf: ingest.broadcastOf,
      viewers,
      keep: config.playbackKeep,
    },
    webhookPublicKey: deliveries.publicKey,
  })
  return { app, control, fixtures, scheduler, changes, deliveries, accountClocks, ingest, demo, clock, ids }
}
