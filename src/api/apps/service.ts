import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import type { Page } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { AppFilter } from './app.js'
import type { AppsRepository } from './repository.js'

export function createAppsService(deps: {
  repository: AppsRepository
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, clock, ids, atomically } = deps
  return {
    list: (accountId: string, query: { filter: AppFilter; order: 'ASC' | 'DESC'; page: Page }) =>
      repository.list(accountId, query),
    create: (accountId: string, { name }: { name: string }) =>
      atomically(() =>
        repository.insert({ accountId, id: ids.uuid(accountId), uuid: null, name, createdAt: clock.now() }),
      ),
    /** @throws ApiError noApp */
    get({ account_id, app_id }: { account_id: string; app_id: string }) {
      const app = repository.find(account_id, app_id)
      if (!app) throw apiError('noApp', app_id, account_id)
      return app
    },
  }
}

export type AppsService = ReturnType<typeof createAppsService>
