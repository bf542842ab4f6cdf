import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid, standInUuid } from '../../core/ids.js'
import type { Page } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App, AppFilter } from './app.js'
import type { AppsRepository } from './repository.js'

/** Create the service of apps. */
export function createAppsService(deps: {
  repository: AppsRepository
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
  /** Stands still while everything stored does. */
  revision: () => number
  /** Give a new app its presets. */
  addPresets: (app: App) => void
}) {
  const { repository, clock, ids, atomically, revision, addPresets } = deps
  /** The app that was asked for last, which is nearly always the one that is asked for next. */
  let latest: { accountId: string; id: string; revision: number; app: App } | undefined
  // The revision does not go back with what is undone.
  atomically.onRollback(() => {
    latest = undefined
  })

  const insert = (accountId: string, id: string, name: string): App => {
    const uuid = isUuid(id) ? null : standInUuid(id)
    const app = repository.insert({ accountId, id, uuid, name, createdAt: clock.now() })
    addPresets(app)
    return app
  }

  return {
    list: (accountId: string, query: { filter: AppFilter; order: 'ASC' | 'DESC'; page: Page }) =>
      repository.list(accountId, query),
    create: (accountId: string, { name }: { name: string }) =>
      atomically(() => insert(accountId, ids.uuid(accountId), name)),
    /** Make the app of an id unless the account has it. ASSUMED: its name is its id. */
    ensure(accountId: string, id: string) {
      if (!repository.find(accountId, id)) atomically(() => insert(accountId, id, id))
    },
    /** @throws ApiError noApp */
    get({ account_id, app_id }: { account_id: string; app_id: string }) {
      const now = revision()
      if (latest?.revision === now && latest.accountId === account_id && latest.id === app_id)
        return latest.app
      const app = repository.find(account_id, app_id)
      if (!app) throw apiError('noApp', app_id, account_id)
      latest = { accountId: account_id, id: app_id, revision: now, app }
      return app
    },
  }
}

export type AppsService = ReturnType<typeof createAppsService>
