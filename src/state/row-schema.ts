/** Makes the schema of a table's rows in a state document from the columns of the table. */

import type { ErrorObject, ValidateFunction } from 'ajv'
import {
  MAX_COUNT,
  MAX_INSTANT,
  MAX_PIXELS,
  MAX_VIEWER_SECONDS,
  MAX_VIEWERS,
  MIN_INSTANT,
} from '../core/bounds.js'
import { describeFixtureError } from '../fixtures/check.js'
import { jsonAjv } from '../http/validation.js'
import { StateError } from './error.js'
import { isInstantColumn, type StateColumn, type StateTable } from './tables.js'

/** The values that a column may have, by `table.column`, where the schema of the database does not limit them. */
export type Limits = Record<string, { enum: readonly string[] }>

/** The largest value of columns that count something with a bound of its own. */
const maximums: Record<string, number> = {
  viewers: MAX_VIEWERS,
  viewer_ms: MAX_VIEWER_SECONDS * 1000,
  width: MAX_PIXELS,
  height: MAX_PIXELS,
}

function typeOf(column: StateColumn) {
  const { name } = column
  if (column.pkOf) return { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
  if (isInstantColumn(name)) return { type: 'integer', minimum: MIN_INSTANT, maximum: MAX_INSTANT }
  if (column.isAccount) return { type: 'string', minLength: 1, maxLength: 32 }
  if (name === 'id') return { type: 'string', minLength: 1, maxLength: 255 }
  switch (column.type) {
    case 'INTEGER':
      return { type: 'integer', minimum: -MAX_COUNT, maximum: maximums[name] ?? MAX_COUNT }
    case 'REAL':
      return { type: 'number' }
    default:
      return { type: 'string' }
  }
}

function propertyOf(column: StateColumn, table: string, limits: Limits) {
  const schema = { ...typeOf(column), ...limits[`${table}.${column.name}`] }
  return column.nullable ? { ...schema, nullable: true } : schema
}

const compile = ({ name, columns }: StateTable, limits: Limits): ValidateFunction =>
  jsonAjv.compile({
    type: 'object',
    additionalProperties: false,
    required: columns.filter(({ nullable, hasDefault }) => !nullable && !hasDefault).map(({ name }) => name),
    properties: Object.fromEntries(columns.map((column) => [column.name, propertyOf(column, name, limits)])),
  })

/** @throws StateError that begins with the place */
export type RowCheck = (row: unknown, place: string) => void

/** Create the check of each table's rows. A check throws StateError for the first problem of a row. */
export const createRowChecks = (tables: readonly StateTable[], limits: Limits) =>
  new Map(
    tables.map((table): [string, RowCheck] => {
      const valid = compile(table, limits)
      return [
        table.name,
        (row, place) => {
          if (valid(row)) return
          const [error] = valid.errors ?? []
          const { instancePath = '', ...rest } = error ?? {}
          const placed = { ...rest, instancePath: place + instancePath } as ErrorObject
          throw new StateError(describeFixtureError(placed))
        },
      ]
    }),
  )
