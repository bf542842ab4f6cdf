/**
 * Finds the rows on a page of a list over one app, several or all, each by an index that is in the list's order. Within
 * named apps the newest comes first by its time; over all apps the one that was made last, since accounts may have
 * clocks of their own. Statements are prepared at their first use, so that lists cost nothing at the start.
 */

import type { Database } from 'better-sqlite3'
import type { Page } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { onePage } from '../../store/page-clause.js'
import { type Listed, type ListName, listed } from './listed.js'

/** How many of the newest rows a search looks at, which takes some 30 milliseconds. */
const MAX_SEARCHED = 20_000

export interface ListFilter {
  scope: Scope
  meeting?: { appPk: number; id: string } | undefined
  statuses?: readonly string[] | undefined
  /** Part of a name, or an id. */
  search?: string | undefined
}

export interface Keys {
  pks: number[]
  total: number
  /** False when a search looked at the newest rows only. */
  isComplete: boolean
}

interface Key {
  at: number
  pk: number
}
const byNewest = (a: Key, b: Key) => b.at - a.at || b.pk - a.pk

/** The rows of one app, or all, in one status, or any. */
interface Branch {
  where: string
  order: string
  at: string
  values: Record<string, unknown>
}

/** Create the repository. */
export function createListKeysRepository(db: Database) {
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  const prepare = <Row>(sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = db.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement as unknown as { all(values: object): Row[]; get(values: object): Row | undefined }
  }

  /** The apps of a scope; undefined for all apps. */
  const appsOf = ({ account_id, app_id }: Scope): number[] | undefined => {
    if (account_id === undefined && app_id === undefined) return undefined
    const conditions = [
      ...(account_id !== undefined ? ['account_id = :account_id'] : []),
      ...(app_id !== undefined ? [':app_id IN (id, uuid)'] : []),
    ].join(' AND ')
    const found = prepare<{ pk: number }>(`SELECT pk FROM apps WHERE ${conditions} ORDER BY pk`)
    return found.all({ account_id, app_id }).map(({ pk }) => pk)
  }

  const branchesOf = ({ time }: Listed, apps: number[] | undefined, filter: ListFilter): Branch[] => {
    const { meeting, statuses } = filter
    return (meeting ? [meeting.appPk] : (apps ?? [undefined])).flatMap((app) =>
      (statuses ?? [undefined]).map((status) => {
        const conditions = [
          ...(app !== undefined ? ['app_pk = :app'] : []),
          ...(meeting ? ['meeting_id = :meeting'] : []),
          ...(status !== undefined ? ['status = :status'] : []),
        ]
        return {
          where: conditions.length ? `WHERE ${conditions.join(' AND ')}` : '',
          at: app === undefined ? '0' : time,
          order: app === undefined ? 'ORDER BY pk DESC' : `ORDER BY ${time} DESC, pk DESC`,
          values: { app, meeting: meeting?.id, status },
        }
      }),
    )
  }

  const countIn = (list: Listed, apps: number[] | undefined, { meeting, statuses }: ListFilter) => {
    const { table, counted } = list
    const sumOver = (sql: string, each: object[]) =>
      each.reduce((sum, values) => sum + (prepare<{ n: number }>(sql).get(values)?.n ?? 0), 0)
    if (meeting) {
      const where = 'app_pk = :app AND meeting_id = :meeting'
      const each = (statuses ?? [undefined]).map((status) => ({
        app: meeting.appPk,
        meeting: meeting.id,
        status,
      }))
      return sumOver(
        `SELECT count(*) AS n FROM ${table} WHERE ${where}${statuses ? ' AND status = :status' : ''}`,
        each,
      )
    }
    const each = apps ? apps.map((app) => ({ app })) : [{}]
    if (!counted)
      return sumOver(`SELECT count(*) AS n FROM ${table}${apps ? ' WHERE app_pk = :app' : ''}`, each)
    const sum = counted.sum(statuses ?? list.statuses)
    return sumOver(
      `SELECT coalesce(sum(${sum}), 0) AS n FROM apps a ${counted.join}${apps ? ' WHERE a.pk = :app' : ''}`,
      each,
    )
  }

  const search = (list: Listed, branches: Branch[], text: string) => {
    const { table, searched } = list
    const most = Math.ceil(MAX_SEARCHED / branches.length)
    const isFound = searched.map((column) => `instr(fold(${column}), fold(:search))`).join(' OR ')
    const found = new Map<number, Key>()
    let isComplete = true
    for (const { where, at, order, values } of branches) {
      const bound = { ...values, search: text, limit: most, offset: 0 }
      const newest = `SELECT ${at} AS at, pk, id, ${searched.join(', ')} FROM ${table} ${where} ${order} ${onePage}`
      // A LIMIT keeps SQLite from searching the rest of the table.
      const keys = prepare<Key>(`SELECT at, pk FROM (${newest}) WHERE ${isFound} OR instr(id, :search)`)
      for (const key of keys.all(bound)) found.set(key.pk, key)
      const further = prepare<Key>(`SELECT 0 AS at, pk FROM ${table} ${where} ${order} ${onePage}`)
      if (!further.get({ ...bound, limit: 1, offset: most })) continue
      isComplete = false
      const conditions = where.replace('WHERE', 'AND').replaceAll(/\b(app_pk|meeting_id|status) =/g, 't.$1 =')
      const byId = prepare<Key>(
        `SELECT ${at === '0' ? at : `t.${at}`} AS at, t.pk FROM apps a
         CROSS JOIN ${table} t ON t.app_pk = a.pk AND t.id = :search ${conditions}
         ${values.app === undefined ? '' : 'WHERE a.pk = :app'}`,
      )
      for (const key of byId.all(bound)) found.set(key.pk, key)
    }
    return { keys: [...found.values()].sort(byNewest), isComplete }
  }

  return {
    /** Find a page of a list. */
    page(name: ListName, filter: ListFilter, { limit, offset }: Page): Keys {
      const list: Listed = listed[name]
      const apps = filter.meeting ? undefined : appsOf(filter.scope)
      const branches = branchesOf(list, apps, filter)
      if (!branches.length) return { pks: [], total: 0, isComplete: true }
      const pksOf = (keys: Key[]) => keys.map(({ pk }) => pk)
      if (filter.search !== undefined) {
        const { keys, isComplete } = search(list, branches, filter.search)
        return { pks: pksOf(keys.slice(offset, offset + limit)), total: keys.length, isComplete }
      }
      const read = ({ where, at, order, values }: Branch, page: Page) =>
        prepare<Key>(`SELECT ${at} AS at, pk FROM ${list.table} ${where} ${order} ${onePage}`).all({
          ...values,
          ...page,
        })
      const [only, ...others] = branches
      const total = countIn(list, apps, filter)
      // Beyond the end there is nothing to walk to.
      if (offset >= total) return { pks: [], total, isComplete: true }
      const keys =
        only && !others.length
          ? read(only, { limit, offset })
          : branches
              .flatMap((branch) => read(branch, { limit: offset + limit, offset: 0 }))
              .sort(byNewest)
              .slice(offset, offset + limit)
      return { pks: pksOf(keys), total, isComplete: true }
    },
  }
}

export type ListKeysRepository = ReturnType<typeof createListKeysRepository>
