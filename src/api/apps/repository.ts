import type { Database } from 'better-sqlite3'
import { type Page, pageOf } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import type { App, AppFilter } from './app.js'

interface AppRow {
  pk: number
  account_id: string
  id: string
  uuid: string | null
  name: string
  created_at: number
}

const rowToApp = (row: AppRow): App => ({
  pk: row.pk,
  accountId: row.account_id,
  id: row.id,
  uuid: row.uuid,
  name: row.name,
  createdAt: row.created_at,
})

/** Create the repository of apps. */
export function createAppsRepository(db: Database) {
  const byId = db.prepare<{ account: string; id: string }, AppRow>(
    'SELECT * FROM apps WHERE account_id = :account AND id = :id',
  )
  const byUuid = db.prepare<{ account: string; id: string }, AppRow>(
    'SELECT * FROM apps WHERE account_id = :account AND uuid = :id',
  )
  const byPk = db.prepare<[number], AppRow>('SELECT * FROM apps WHERE pk = ?')
  const insertAccount = db.prepare<[string]>('INSERT INTO accounts (id) VALUES (?) ON CONFLICT DO NOTHING')
  const insert = db.prepare(
    `INSERT INTO apps (account_id, id, uuid, name, created_at)
     VALUES (:accountId, :id, :uuid, :name, :createdAt)`,
  )

  const counted = db
    .prepare<{ account: string }, number>('SELECT apps FROM app_counts WHERE account_id = :account')
    .pluck()
  const every = 'account_id = :account'
  const matches = `${every} AND (instr(fold(name), fold(:search)) OR instr(id, :search) OR instr(uuid, :search))`
  const countFound = db.prepare<object, number>(`SELECT count(*) FROM apps WHERE ${matches}`).pluck()
  const list = (condition: string, order: 'ASC' | 'DESC') =>
    db.prepare<object, AppRow>(
      `SELECT * FROM apps WHERE ${condition} ORDER BY created_at ${order}, pk ${order} ${onePage}`,
    )
  const lists = {
    every: { ASC: list(every, 'ASC'), DESC: list(every, 'DESC') },
    found: { ASC: list(matches, 'ASC'), DESC: list(matches, 'DESC') },
  }

  return {
    find(account: string, id: string): App | undefined {
      const row = byId.get({ account, id }) ?? byUuid.get({ account, id })
      return row && rowToApp(row)
    },
    get(pk: number): App | undefined {
      const row = byPk.get(pk)
      return row && rowToApp(row)
    },
    insert(app: Omit<App, 'pk'>): App {
      insertAccount.run(app.accountId)
      return { ...app, pk: Number(insert.run(app).lastInsertRowid) }
    },
    list(account: string, { filter, order, page }: { filter: AppFilter; order: 'ASC' | 'DESC'; page: Page }) {
      const { search } = filter
      if (search === undefined) {
        const items = lists.every[order].all({ account, ...page }).map(rowToApp)
        return pageOf(items, page, () => counted.get({ account }) ?? 0)
      }
      const items = lists.found[order].all({ account, search, ...page }).map(rowToApp)
      return pageOf(items, page, () => countFound.get({ account, search }) ?? 0)
    },
  }
}

export type AppsRepository = ReturnType<typeof createAppsRepository>
