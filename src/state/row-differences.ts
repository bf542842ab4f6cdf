/** Says which fields of a row changed, as people read them: JSON by its paths, instants in ISO 8601, ids for keys. */

import { isDeepStrictEqual } from 'node:util'
import { toIso } from '../core/iso-time.js'
import { maskField } from '../journal/masking.js'
import type { FieldDifference } from './schemas.js'
import { isInstantColumn, type Row, type StateColumn, type StateTable, type Value } from './tables.js'

/** How many fields of an object are named. */
const MAX_FIELDS = 50
/** A longer text is cut. */
const MAX_TEXT_LENGTH = 300

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Read the JSON of a text that is an object or an array; any other value stays as it is. */
function parsed(value: Value): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** Show a value, with secrets masked. */
function shown(name: string, value: unknown): unknown {
  const masked = maskField(name, value)
  const text = typeof masked === 'string' ? masked : JSON.stringify(masked)
  if (text === undefined || text.length <= MAX_TEXT_LENGTH) return masked
  return `${text.slice(0, MAX_TEXT_LENGTH)}…`
}

function* compareValues(path: string, from: unknown, to: unknown): Generator<FieldDifference> {
  if (isObject(from) && isObject(to))
    for (const name of new Set([...Object.keys(from), ...Object.keys(to)]))
      yield* compareValues(`${path}.${name}`, from[name], to[name])
  else if (!isDeepStrictEqual(from, to)) {
    const name = path.split('.').at(-1) ?? path
    yield { name: path, from: shown(name, from ?? null), to: shown(name, to ?? null) }
  }
}

/**
 * List the fields that changed, at most 50.
 * @param idOf gives the id of the row that a column refers to by its key, before the change or after it
 */
export function changedFields(
  table: StateTable,
  { before, after }: { before: Row; after: Row },
  idOf: (column: StateColumn, key: number, isBefore: boolean) => Value,
): FieldDifference[] {
  const found: FieldDifference[] = []
  for (const [k, column] of table.columns.entries()) {
    if (column.pkOf === table.name) continue
    const read = (row: Row, isBefore: boolean): unknown => {
      const value = row[k] ?? null
      if (value === null) return null
      if (column.pkOf) return idOf(column, Number(value), isBefore)
      return isInstantColumn(column.name) ? toIso(Number(value)) : parsed(value)
    }
    const name = column.pkOf ? column.name.replace(/_pk$/, '_id') : column.name
    for (const field of compareValues(name, read(before, true), read(after, false)))
      if (found.length < MAX_FIELDS) found.push(field)
  }
  return found
}
