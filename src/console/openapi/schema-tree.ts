/** Turns a schema into lines that a person reads: names, types, limits, and what is within. */

import type { Schema } from './document.js'

export interface SchemaNode {
  name: string
  /** Such as `array of string (uuid), or null`. */
  type: string
  isRequired: boolean
  description?: string | undefined
  /** Limits, words to choose from, the default and an example, each as a phrase. */
  notes: string[]
  children: SchemaNode[]
}

/** Formats of our own that say nothing to a caller beside the description. */
const unnamed = new Set(['no-control-characters', 'status'])
const formatNames: Record<string, string> = {
  'unix-or-date-time': 'date-time or Unix seconds',
  'date-or-date-time': 'date or date-time',
}

/** Write the type of a schema. */
export function typeOf(schema: Schema): string {
  const { type, format, items, anyOf, nullable } = schema
  const orNull = nullable ? ', or null' : ''
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' or ') + orNull
  if (type === 'array') return `array of ${items ? typeOf(items) : 'any'}${orNull}`
  const name = type ?? (schema.properties ? 'object' : 'any')
  const isNamed = format !== undefined && !unnamed.has(format)
  return `${name}${isNamed ? ` (${formatNames[format] ?? format})` : ''}${orNull}`
}

/** Write least and most, such as `1 to 255 characters`. */
function spanOf(least: number | undefined, most: number | undefined, unit?: string) {
  const last = most ?? least
  if (last === undefined) return []
  const end = unit ? ` ${unit}${last === 1 ? '' : 's'}` : ''
  if (most === undefined) return [`at least ${least}${end}`]
  return [least === undefined ? `at most ${most}${end}` : `${least} to ${most}${end}`]
}

const json = (value: unknown) => JSON.stringify(value)

/** Write what a schema asks of a value beside its type. */
export function notesOf(schema: Schema): string[] {
  const words = schema.enum ?? schema.items?.enum
  return [
    ...(words
      ? [`one of ${words.map((word) => (typeof word === 'string' ? word : json(word))).join(', ')}`]
      : []),
    ...spanOf(schema.minimum, schema.maximum),
    ...spanOf(schema.minLength, schema.maxLength, 'character'),
    ...spanOf(schema.minItems, schema.maxItems, 'item'),
    ...(schema.pattern === undefined ? [] : [`matches ${schema.pattern}`]),
    ...(schema.default === undefined ? [] : [`default ${json(schema.default)}`]),
    ...(schema.example === undefined ? [] : [`example ${json(schema.example)}`]),
  ]
}

/** Make the lines of what an object, a list or a choice has within. */
export function childrenOf(schema: Schema): SchemaNode[] {
  if (schema.anyOf) {
    const choices = schema.anyOf.filter((choice) => childrenOf(choice).length > 0)
    const [only] = choices
    if (choices.length === 1 && only) return childrenOf(only)
    return choices.map((choice, i) => nodeOf(`choice ${i + 1}`, choice, false))
  }
  if (schema.items) return childrenOf(schema.items)
  const { properties = {}, required = [], additionalProperties } = schema
  return [
    ...Object.entries(properties).map(([name, each]) => nodeOf(name, each, required.includes(name))),
    ...(typeof additionalProperties === 'object'
      ? [nodeOf('any other name', additionalProperties, false)]
      : []),
  ]
}

/** Make the line of a property, with those of what is within. */
const nodeOf = (name: string, schema: Schema, isRequired: boolean): SchemaNode => ({
  name,
  type: typeOf(schema),
  isRequired,
  description: schema.description,
  notes: notesOf(schema),
  children: childrenOf(schema),
})
