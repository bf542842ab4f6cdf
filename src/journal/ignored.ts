/**
 * Finds the fields of a request that its operation does not know: the service ignores them, and a mistyped one is lost
 * without a word. They are looked for when a request is shown, not when it is made.
 */

import type { Services } from '../api/operation.js'
import { operations } from '../api/operations.js'
import { nearestTo } from '../core/nearest.js'
import type { Operation } from '../http/operation.js'
import type { Entry } from './journal.js'
import type { IgnoredField } from './schemas.js'

/** How many fields are listed; the others are counted. */
const MAX_LISTED = 50
/** A longer name is cut. */
const MAX_NAME_LENGTH = 200
/** Refuses a body with unknown fields, which are then not ignored. */
const UNPROCESSABLE = 422

/** What is read of a schema. */
interface Schema {
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: unknown
  items?: Schema
}

type Unknown = Omit<IgnoredField, 'in'>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Find the unknown properties of an object, and those of the known ones. */
function* inObject(value: object, schema: Schema, path: string): Generator<Unknown> {
  const { properties = {}, additionalProperties } = schema
  for (const [property, inner] of Object.entries(value)) {
    const name = path ? `${path}.${property}` : property
    const known = Object.hasOwn(properties, property) ? properties[property] : undefined
    if (known) yield* inValue(inner, known, name)
    // A schema that says what is to be done with others takes or refuses them.
    else if (additionalProperties === undefined) {
      const near = nearestTo(property, Object.keys(properties))
      const shown = name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name
      yield { name: shown, ...(near !== undefined && { did_you_mean: near }) }
    }
  }
}

function* inValue(value: unknown, schema: Schema, path: string): Generator<Unknown> {
  const { properties = {}, patternProperties = {}, items } = schema
  const [ofAnyName] = Object.values(patternProperties)
  if (Array.isArray(value)) {
    if (items) for (const [i, item] of value.entries()) yield* inValue(item, items, `${path}[${i}]`)
  } else if (isObject(value)) {
    if (ofAnyName)
      for (const [name, item] of Object.entries(value)) yield* inValue(item, ofAnyName, `${path}.${name}`)
    // Without properties an object may have any.
    else if (Object.keys(properties).length) yield* inObject(value, schema, path)
  }
}

/** Find the unknown fields of a query or of a body. An operation without a schema for it knows none. */
const inPart = (value: unknown, schema: Schema | undefined) =>
  schema ? inValue(value, schema, '') : isObject(value) ? inObject(value, {}, '') : []

function readQuery(url: string) {
  const start = url.indexOf('?')
  return start === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start)))
}

let byId: Map<string, Operation<Services>> | undefined

/**
 * List the fields that the operation of a request does not know; none for a request of no operation.
 * @param body as it is shown, parsed when it is JSON
 * @returns the fields, and how many more there are
 */
export function ignoredFields({ operation: id, url, status }: Entry, body: unknown) {
  byId ??= new Map(operations.map((operation) => [operation.id, operation]))
  const operation = id === null ? undefined : byId.get(id)
  const ignored: IgnoredField[] = []
  let more = 0
  if (operation) {
    const add = (place: IgnoredField['in'], found: Iterable<Unknown>) => {
      for (const field of found)
        if (ignored.length < MAX_LISTED) ignored.push({ in: place, ...field })
        else more++
    }
    add('query', inPart(readQuery(url), operation.query as Schema | undefined))
    if (status !== UNPROCESSABLE) add('body', inPart(body, operation.body as Schema | undefined))
  }
  return { ignored, ...(more > 0 && { ignored_more: more }) }
}
