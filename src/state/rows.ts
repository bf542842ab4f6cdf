/** Taking the state, or one account's, out of the tables as rows, and putting rows in its place. */

import type { Database } from 'better-sqlite3'
import { createIds, type Ids } from '../core/ids.js'
import type { Jobs } from '../store/jobs.js'
import type { UnitOfWork } from '../store/unit-of-work.js'
import { StateError } from './error.js'
import { namesOf, orderOf, type Row, readStateTables, type StateTable } from './tables.js'

/** Rows of a table, in the order in which they were made. */
export type RowSource = (table: StateTable) => Iterable<Row>

/** What was taken out, held in memory. */
export type TakenRows = Map<string, Row[]>

/** How another account's rows become this one's. */
interface Adoption {
  accountId: string
  /** Whether what is unique over all accounts is drawn anew. */
  redraw: boolean
}

/** The problem of a row that the database refused, or the error itself. */
function refusal(error: unknown, place: string): unknown {
  const { code, message } = error as { code?: string; message: string }
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE') return error
  const columns = message.replace(/^.*: /, '').split(', ')
  const column = columns.at(-1)?.split('.').at(-1) ?? ''
  return new StateError(`${place}/${column} is in use in another account`)
}

export function createStateRows(deps: {
  db: Database
  atomically: UnitOfWork
  jobs: Jobs
  ids: Ids
  /** Told whose rows are others now; everyone's when undefined. */
  onReplaced: (accountId: string | undefined) => void
}) {
  const { db, atomically, jobs, ids } = deps
  const prepare = () => ({
    removeAll: db.prepare('DELETE FROM accounts'),
    remove: db.prepare<[string]>('DELETE FROM accounts WHERE id = ?'),
    setDraws: db.prepare<[number, string]>('UPDATE accounts SET draws = ? WHERE id = ?'),
    tables: readStateTables(db).map((table) => {
      const select = (condition: string) =>
        db
          .prepare<object, Row>(
            `SELECT ${namesOf(table)} FROM ${table.name} WHERE ${condition} ORDER BY ${orderOf(table)}`,
          )
          .raw()
      return {
        table,
        all: select('true'),
        ofAccount: select(table.ofAccount),
        insert: db.prepare<Row>(
          `INSERT INTO ${table.name} (${namesOf(table)}) VALUES (${table.columns.map(() => '?').join(', ')})`,
        ),
        lastPk: db
          .prepare<[], number>(`SELECT ${table.hasPk ? 'coalesce(max(pk), 0)' : '0'} FROM ${table.name}`)
          .pluck(),
      }
    }),
  })
  // Most runs never need these; they are made when first asked for, which keeps the start short.
  let prepared: ReturnType<typeof prepare> | undefined
  const statements = () => {
    prepared ??= prepare()
    return prepared
  }

  /** One account's rows go after all others', in the order that they had among themselves. */
  const insertAsAccount = (source: RowSource, { accountId, redraw }: Adoption) => {
    let draws = 0
    const accountIds = createIds({ seed: ids.seed, nextDraw: () => ++draws })
    const shifts = new Map<string, number>()
    for (const { table, insert, lastPk } of statements().tables) {
      const pkAt = table.columns.findIndex(({ name }) => name === 'pk')
      const drawsAt = table.columns.findIndex(({ name }) => table.name === 'accounts' && name === 'draws')
      let i = 0
      for (const row of source(table)) {
        if (!shifts.has(table.name)) shifts.set(table.name, (lastPk.get() ?? 0) + 1 - Number(row[pkAt] ?? 0))
        if (drawsAt >= 0) draws = Number(row[drawsAt])
        const adopted = table.columns.map((column, k) => {
          const value = row[k] ?? null
          if (value === null) return value
          if (column.isAccount) return accountId
          if (column.pkOf) return Number(value) + (shifts.get(column.pkOf) ?? 0)
          return redraw && column.redraw ? column.redraw(accountIds, accountId) : value
        })
        try {
          insert.run(...adopted)
        } catch (error) {
          throw refusal(error, `/${table.name}/${i}`)
        }
        i++
      }
    }
    if (redraw) statements().setDraws.run(draws, accountId)
  }

  return {
    tables: (): StateTable[] => statements().tables.map(({ table }) => table),
    /** Copy the rows of the whole state, or of one account. */
    take(accountId?: string): TakenRows {
      return new Map(
        statements().tables.map(({ table, all, ofAccount }) => [
          table.name,
          accountId === undefined ? all.all({}) : ofAccount.all({ account: accountId }),
        ]),
      )
    },
    /**
     * Put rows in place of the whole state, or of one account's; all or nothing.
     * @param options.setClock brings the clock to the time of the rows, before anything is made of them
     * @throws StateError when a row has what another account has and must be unique
     */
    replace(source: RowSource, { adoption, setClock }: { adoption?: Adoption; setClock?: () => void } = {}) {
      atomically(() => {
        const { tables, removeAll, remove } = statements()
        if (adoption) {
          remove.run(adoption.accountId)
          insertAsAccount(source, adoption)
        } else {
          removeAll.run()
          for (const { table, insert } of tables) for (const row of source(table)) insert.run(...row)
        }
      })
      jobs.changed()
      setClock?.()
      deps.onReplaced(adoption?.accountId)
    },
  }
}

export type StateRows = ReturnType<typeof createStateRows>
