/**
 * Compares two states: which objects the second has besides those of the first, which it lacks, and which fields of the
 * others differ. A restore gives rows other keys, so that rows are told by their ids: those of their own table and of
 * the rows that they refer to.
 */

import { createNumbering, type Numbering } from './numbering.js'
import { changedFields } from './row-differences.js'
import type { TakenRows } from './rows.js'
import type { ObjectDifference, TableDifferences } from './schemas.js'
import type { Row, StateColumn, StateTable } from './tables.js'

/** Columns that name an object for people, the first that a table has. */
const nameColumns = ['name', 'title', 'kind', 'event', 'output_file_name']

/** One of the two states, read table by table. */
interface Side {
  rows: TakenRows
  /** The places of the rows of each table by their keys. */
  places: Map<string, Numbering>
  /** Equal for rows of both sides that are the same object, for each table by place. */
  objects: Map<string, number[]>
}

/** A row, and the side on which it is. */
interface Placed {
  side: Side
  row: Row
}

const createSide = (rows: TakenRows): Side => ({ rows, places: new Map(), objects: new Map() })

/** Find the row that a column of another row refers to. */
function referred(side: Side, { pkOf = '' }: StateColumn, key: number) {
  const place = side.places.get(pkOf)?.of(key) ?? -1
  return { object: side.objects.get(pkOf)?.[place], row: side.rows.get(pkOf)?.[place] }
}

const isReference = ({ name }: StateTable, { pkOf }: StateColumn) => pkOf !== undefined && pkOf !== name

/** Create a function that writes what tells a row of a table from the others: equal on both sides for the same object. */
function createIdentity(table: StateTable, side: Side) {
  const columns = [...table.columns.entries()]
  const hasId = columns.some(([, { name }]) => name === 'id')
  const references = columns.filter(([, column]) => isReference(table, column))
  const own = columns.filter(([, { name, isAccount }]) => isAccount || name === 'id' || name === 'kind')
  // An id is unique among the rows of the first that they all refer to.
  const used = hasId ? references.filter(([, { nullable }]) => !nullable).slice(0, 1) : references
  const counts = new Map<string, number>()
  return (row: Row): string => {
    let identity = ''
    for (const [k] of own) identity += `${row[k]} `
    for (const [k, column] of used) {
      const key = row[k] ?? null
      identity += key === null ? '- ' : `${referred(side, column, Number(key)).object} `
    }
    if (hasId) return identity
    // The rows of no id are told by their order.
    const count = counts.get(identity) ?? 0
    counts.set(identity, count + 1)
    return identity + count
  }
}

/** Note the places of a table's rows, so that later tables can refer to them. */
function notePlaces(table: StateTable, side: Side) {
  if (!table.hasPk) return
  const at = table.columns.findIndex(({ name }) => name === 'pk')
  const places = createNumbering(0)
  for (const row of side.rows.get(table.name) ?? []) places.next(Number(row[at]))
  side.places.set(table.name, places)
}

/** Read a column of a row as text; null when the table has no such column. */
function textOf(table: StateTable, row: Row, name: string | undefined): string | null {
  const value = row[table.columns.findIndex((column) => column.name === name)] ?? null
  return value === null ? null : String(value)
}

/** List a row and the rows that it refers to, each by its first reference, up to the app. */
function* lineOf(
  tables: ReadonlyMap<string, StateTable>,
  table: StateTable,
  { side, row }: Placed,
): Generator<{ table: StateTable; row: Row }> {
  yield { table, row }
  const k = table.columns.findIndex((column, i) => isReference(table, column) && row[i] !== null)
  const column = table.columns[k]
  const parent = tables.get(column?.pkOf ?? '')
  const next = column && referred(side, column, Number(row[k])).row
  if (parent && next) yield* lineOf(tables, parent, { side, row: next })
}

/** Describe which object a row is. */
function describe(tables: ReadonlyMap<string, StateTable>, table: StateTable, placed: Placed) {
  const line = [...lineOf(tables, table, placed)]
  const app = line.find((each) => each.table.name === 'apps')
  const owner = line.find((each) => each.table.columns.some(({ isAccount }) => isAccount))
  const account = owner?.table.columns.find(({ isAccount }) => isAccount)
  const id = textOf(table, placed.row, 'id')
  const [, parent] = line
  const name = nameColumns.find((each) => table.columns.some((column) => column.name === each))
  return {
    id,
    of: id === null && parent ? textOf(parent.table, parent.row, 'id') : null,
    name: textOf(table, placed.row, name),
    account_id: owner ? textOf(owner.table, owner.row, account?.name) : null,
    app_id: app ? textOf(app.table, app.row, 'id') : null,
  }
}

/**
 * Compare two states.
 * @param limit how many objects of each table are described; the others are counted
 * @returns the tables that differ
 */
export function compareStates(
  tables: readonly StateTable[],
  states: { from: TakenRows; to: TakenRows },
  limit: number,
): TableDifferences[] {
  const [from, to] = [createSide(states.from), createSide(states.to)]
  const byName = new Map(tables.map((table) => [table.name, table]))

  const compareTable = (table: StateTable): TableDifferences => {
    const found: TableDifferences = {
      table: table.name,
      added: 0,
      removed: 0,
      changed: 0,
      objects: [],
      left_out: 0,
    }
    const add = (change: ObjectDifference['change'], side: Side, row: Row, before?: Row) => {
      found[change]++
      if (found.objects.length === limit) found.left_out++
      else
        found.objects.push({
          change,
          ...describe(byName, table, { side, row }),
          fields: before
            ? changedFields(table, { before, after: row }, (column, key, isBefore) => {
                const target = byName.get(column.pkOf ?? '')
                const { row: referredTo } = referred(isBefore ? from : to, column, key)
                return target && referredTo ? textOf(target, referredTo, 'id') : null
              })
            : [],
        })
    }
    const isSame = (before: Row, after: Row) =>
      table.columns.every((column, k) => {
        if (column.pkOf === table.name) return true
        const [one = null, other = null] = [before[k], after[k]]
        if (!isReference(table, column) || one === null || other === null) return one === other
        return referred(from, column, Number(one)).object === referred(to, column, Number(other)).object
      })

    const rows = from.rows.get(table.name) ?? []
    const later = to.rows.get(table.name) ?? []
    notePlaces(table, from)
    notePlaces(table, to)
    from.objects.set(table.name, [...rows.keys()])
    const identityBefore = createIdentity(table, from)
    const identityAfter = createIdentity(table, to)
    const places = new Map(rows.map((row, place) => [identityBefore(row), place]))
    const isThere = new Uint8Array(rows.length)
    to.objects.set(
      table.name,
      later.map((row, i) => {
        const place = places.get(identityAfter(row))
        if (place === undefined) return rows.length + i
        isThere[place] = 1
        return place
      }),
    )
    const objects = to.objects.get(table.name) ?? []
    for (const [i, row] of later.entries()) {
      const before = rows[objects[i] ?? -1]
      if (!before) add('added', to, row)
      else if (!isSame(before, row)) add('changed', to, row, before)
    }
    for (const [place, row] of rows.entries()) if (!isThere[place]) add('removed', from, row)
    return found
  }
  // Parents before children: what a row refers to was compared before it.
  return tables
    .map(compareTable)
    .filter(({ added, removed, changed }) => added > 0 || removed > 0 || changed > 0)
}
