/** Makes values that a schema accepts, to begin a request with. */

import type { Schema } from './document.js'

interface ExampleOptions {
  /** Texts by the names of properties, such as the id of a meeting that exists; they replace the schema's own. */
  known?: Readonly<Record<string, string>>
  /** Whether the optional properties are there too. */
  isWhole?: boolean
  /** Optional properties of the whole value that are there all the same. */
  kept?: readonly string[]
}

const byFormat: Record<string, string> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2026-01-01T00:00:00.000Z',
  'date-or-date-time': '2026-01-01',
  'unix-or-date-time': '2026-01-01T00:00:00.000Z',
  date: '2026-01-01',
  // Where a developer's own server may listen, and nobody else's.
  uri: 'http://localhost:3000/',
  'web-url': 'http://localhost:3000/',
}

function textOf(name: string, { format, pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  const text = (format !== undefined && byFormat[format]) || name || 'text'
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return '1'
  return text.padEnd(minLength, '-').slice(0, maxLength)
}

function numberOf({ minimum, maximum = Infinity }: Schema): number {
  return minimum ?? Math.min(1, maximum)
}

/** The name of an item of a list: `participant_ids` has a `participant_id`. */
const singular = (name: string) => name.replace(/s$/, '')

/** Replace the texts of an example of which something is known. */
function withKnown(example: unknown, name: string, known: Readonly<Record<string, string>>): unknown {
  if (typeof example === 'string') return Object.hasOwn(known, name) ? known[name] : example
  if (Array.isArray(example)) return example.map((item) => withKnown(item, singular(name), known))
  if (typeof example !== 'object' || example === null) return example
  return Object.fromEntries(
    Object.entries(example).map(([each, value]) => [each, withKnown(value, each, known)]),
  )
}

/**
 * Make a value that a schema accepts: its example, its default or its first word, else a value of its type.
 * @param name of the property, which a text without a hint repeats
 */
export function exampleOf(schema: Schema, options: ExampleOptions = {}, name = ''): unknown {
  const { known = {}, isWhole = false, kept = [] } = options
  const within = { known, isWhole }
  const { properties, required = [] } = schema
  const ofProperties = (names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(properties ?? {})
        .filter(([each]) => names.includes(each))
        .map(([each, property]) => [each, exampleOf(property, within, each)]),
    )
  if (isWhole && properties) return ofProperties(Object.keys(properties))
  if (schema.example !== undefined) {
    const example = withKnown(schema.example, name, known)
    return properties ? { ...(example as object), ...ofProperties(kept) } : example
  }
  if (schema.type === 'string' && Object.hasOwn(known, name)) return known[name]
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? []
  if (choice) return exampleOf(choice, within, name)
  switch (schema.type) {
    case 'string':
      return textOf(name, schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return true
    case 'array': {
      const { items = {}, minItems = 1 } = schema
      return Array.from({ length: Math.max(1, minItems) }, () => exampleOf(items, within, singular(name)))
    }
    default:
      return ofProperties([...required, ...kept])
  }
}
