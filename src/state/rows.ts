/** Copies the rows of the state, of one account or of all, and puts rows in their place. */

import type { Database } from 'better-sqlite3'
import { createIds, type Ids } from '../core/ids.js'
import type { Accounts } from '../store/accounts.js'
import { MANY_ROWS, writeMany } from '../store/bulk.js'
import type { Jobs } from '../store/jobs.js'
import type { UnitOfWork } from '../store/unit-of-work.js'
import { StateError } from './error.js'
import { createNumbering, type Numbering } from './numbering.js'
import {
  namesOf,
  orderOf,
  type Row,
  readStateTables,
  type StateColumn,
  type StateTable,
  type Value,
} from './tables.js'

/** Rows of a table, in the order in which they were made. */
export type RowSource = (table: StateTable) => Iterable<Row>

/** The rows of each table, held in memory. */
export type TakenRows = Map<string, Row[]>

/** How another account's rows become those of `accountId`. */
interface Adoption {
  accountId: string
  /** Whether values that are unique over all accounts are drawn anew. */
  redraw: boolean
}

/** A StateError for a row whose unique value is in use, or the error itself. */
function refusal(error: unknown, place: string): unknown {
  const { code, message } = error as { code?: string; message: string }
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE') return error
  const columns = message.replace(/^.*: /, '').split(', ')
  const column = columns.at(-1)?.split('.').at(-1) ?? ''
  return new StateError(`${place}/${column} is in use in another account`)
}

/** Selects the greatest key of a table, or the greatest that AUTOINCREMENT has ever given out; 0 for an empty table. */
const lastPkOf = ({ name, hasPk }: StateTable) =>
  hasPk
    ? `SELECT max(coalesce((SELECT max(pk) FROM ${name}), 0),
         coalesce((SELECT seq FROM sqlite_sequence WHERE name = '${name}'), 0))`
    : 'SELECT 0'

/** Create the access to the rows of the state tables. */
export function createStateRows(deps: {
  db: Database
  atomically: UnitOfWork
  jobs: Jobs
  ids: Ids
  accounts: Accounts
  /** Called with the account whose rows were replaced, or undefined when all were. */
  onReplaced: (accountId: string | undefined) => void
}) {
  const { db, atomically, jobs, ids, accounts } = deps
  const prepare = () => ({
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
        insert: db.prepare<[Row]>(
          `INSERT INTO ${table.name} (${namesOf(table)}) VALUES (${table.columns.map(() => '?').join(', ')})`,
        ),
        lastPk: db.prepare<[], number>(lastPkOf(table)).pluck(),
      }
    }),
  })
  // Most runs never need these statements; they are prepared at the first use, which keeps the start short.
  let prepared: ReturnType<typeof prepare> | undefined
  const statements = () => {
    prepared ??= prepare()
    return prepared
  }

  /**
   * Insert rows with keys that follow those of the rows that are there, without gaps: keys that were kept, or only
   * shifted, would grow with every restore of an account among others until they can no longer be told apart.
   */
  const insertRenumbered = (source: RowSource, adoption: Adoption | undefined) => {
    let draws = 0
    const accountIds = createIds({ seed: ids.seed, nextDraw: () => ++draws })
    const numberings = new Map<string, Numbering>()
    const isRedrawn = adoption?.redraw === true
    for (const { table, insert, lastPk } of statements().tables) {
      const numbering = createNumbering((lastPk.get() ?? 0) + 1)
      numberings.set(table.name, numbering)
      const drawsAt = table.columns.findIndex(({ name }) => table.name === 'accounts' && name === 'draws')
      const adopt = (value: Value, column: StateColumn): Value => {
        if (value === null) return value
        if (column.isAccount) return adoption?.accountId ?? value
        if (column.pkOf === table.name) return numbering.next(Number(value))
        if (column.pkOf) return numberings.get(column.pkOf)?.of(Number(value)) ?? value
        return isRedrawn && column.redraw ? column.redraw(accountIds, adoption.accountId) : value
      }
      const adopted = [...table.columns.entries()].filter(
        ([, { isAccount, pkOf, redraw }]) => isAccount || pkOf || (isRedrawn && redraw),
      )
      let i = 0
      for (const row of source(table)) {
        if (drawsAt >= 0) draws = Number(row[drawsAt])
        const values = [...row]
        for (const [k, column] of adopted) values[k] = adopt(row[k] ?? null, column)
        try {
          insert.run(values)
        } catch (error) {
          throw refusal(error, `/${table.name}/${i}`)
        }
        i++
      }
    }
    if (isRedrawn) statements().setDraws.run(draws, adoption.accountId)
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
     * @param options.rows how many rows there are; few when left out
     * @param options.setClock brings the clock to the time of the rows, before jobs and deliveries are looked at
     * @throws StateError when a row has a unique value that is in use in another account
     */
    replace(
      source: RowSource,
      { adoption, rows = 0, setClock }: { adoption?: Adoption; rows?: number; setClock?: () => void } = {},
    ) {
      const accountId = adoption?.accountId
      atomically(() => {
        accounts.remove(accountId)
        const insert = () => insertRenumbered(source, adoption)
        if (rows < MANY_ROWS) insert()
        else writeMany(db, { accountId, isEmpty: accounts.isEmpty() }, insert)
      })
      jobs.changed()
      setClock?.()
      deps.onReplaced(adoption?.accountId)
    },
  }
}

export type StateRows = ReturnType<typeof createStateRows>
