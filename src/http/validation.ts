/**
 * Validates by Ajv, with the service's wording. Values of the query and the path are text and are converted to their
 * type; bodies are JSON and must have it. Validators compile at their first use, which keeps the start short.
 */

import type { TObject } from '@sinclair/typebox'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { isInstant } from '../core/bounds.js'
import { readDurations } from '../core/duration.js'
import { isUuid } from '../core/ids.js'
import { parseIso } from '../core/iso-time.js'
import { parseRate } from '../core/rate.js'
import { type ApiError, apiError } from './errors.js'
import { FLAT_REFUSALS } from './operation.js'
import { readPageNumbers } from './paging.js'

const addFormats = (ajv: Ajv) => {
  // ajv-formats is CommonJS; its plugin is both the module and its `default`.
  ;(formats as unknown as (ajv: Ajv, names: string[]) => Ajv)(ajv, ['uri', 'date'])
  ajv.addFormat('uuid', isUuid)
  ajv.addFormat('web-url', (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text))
  ajv.addFormat('date-time', (text: string) => parseIso(text) !== undefined)
  ajv.addFormat('date-or-date-time', (text: string) => parseIso(text) !== undefined)
  ajv.addFormat('unix-or-date-time', (text: string) => readUnixOrIso(text) !== undefined)
  ajv.addFormat('rate', (text: string) => parseRate(text) !== undefined)
  ajv.addFormat('host-name', (text: string) => /^([\w.-]+|\[?[\da-f:]*:[\da-f:.]*\]?)$/i.test(text))
  ajv.addFormat('durations', (text: string) => readDurations(text) !== undefined)
  ajv.addFormat('no-control-characters', (text: string) => !hasControlCharacter(text))
  ajv.addFormat('status', (text: string) => /^[1-5](\d\d|xx)$/.test(text))
  ajv.addFormat('off', (text: string) => text === 'off')
  ajv.addFormat('auto-or-off', (text: string) => text === 'auto' || text === 'off')
  return ajv
}

const hasControlCharacter = (text: string) => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 32) return true
  return false
}

/** Read Unix seconds or an ISO time in the years 1 to 9999. @returns Unix milliseconds, or undefined */
export function readUnixOrIso(text: string): number | undefined {
  if (/^-?\d{1,12}$/.test(text)) return isInstant(Number(text) * 1000) ? Number(text) * 1000 : undefined
  return parseIso(text)
}

// The schemas are our own: checking them against the meta-schema and optimizing their code would take more time at the
// start than it saves later.
const common = { strict: false, meta: false, validateSchema: false, code: { optimize: false } }
const textAjv = addFormats(new Ajv({ ...common, coerceTypes: true, useDefaults: true }))
/** Validates JSON, listing every problem. */
export const jsonAjv = addFormats(new Ajv({ ...common, allErrors: true, useDefaults: false }))

const quoted = (name: string) => `"${name}"`
const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)
const formatNames: Record<string, string> = {
  uuid: 'must be a valid GUID',
  'date-time': 'must be a valid ISO 8601 date',
  date: 'must be a valid date in YYYY-MM-DD format',
  'date-or-date-time': 'must be a valid date in YYYY-MM-DD format or a valid ISO 8601 date',
  uri: 'must be a valid uri',
  'web-url': 'must be a valid http or https URL',
  'unix-or-date-time': 'must be a Unix time in seconds or a valid ISO 8601 date',
  rate: 'must be a count and a span, such as 250/10s',
  'host-name': 'must be a host name or an address, without a scheme or a port',
  durations: 'must be durations of up to a year such as 5s,30s,2m, or none',
  'no-control-characters': 'must not have control characters',
  'auto-or-off': 'must be a port, auto or off',
  off: 'must be a port or off',
  status: 'must be a status such as 404, or a class such as 5xx',
}

/** Write the pointer `/recording_config/video_config/0` as `recording_config.video_config[0]`. */
const fieldName = (pointer: string, whole: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (name, part) => (/^\d+$/.test(part) ? `${name}[${part}]` : name ? `${name}.${part}` : part),
      '',
    ) || whole

/** Describe an error of Ajv in a sentence that names the field. @param whole the name of the value itself */
export function describeError(error: ErrorObject, whole: string): string {
  const field = fieldName(error.instancePath, whole)
  const within = field === whole ? '' : `${field}.`
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return `${quoted(within + params.missingProperty)} is required`
    case 'additionalProperties':
      return `${quoted(within + params.additionalProperty)} is not allowed`
    case 'type':
      return `${quoted(field)} must be ${[params.type].flat().map(article).join(' or ')}`
    case 'enum':
      return `${quoted(field)} must be one of [${params.allowedValues.join(', ')}]`
    case 'const':
      return `${quoted(field)} must be ${JSON.stringify(params.allowedValue)}`
    case 'format':
      return `${quoted(field)} ${formatNames[params.format] ?? `must be a valid ${params.format}`}`
    case 'minLength':
      return params.limit === 1
        ? `${quoted(field)} is not allowed to be empty`
        : `${quoted(field)} length must be at least ${params.limit} characters long`
    case 'maxLength':
      return `${quoted(field)} length must be less than or equal to ${params.limit} characters long`
    case 'minimum':
      return `${quoted(field)} must be greater than or equal to ${params.limit}`
    case 'maximum':
      return `${quoted(field)} must be less than or equal to ${params.limit}`
    default:
      return `${quoted(field)} ${error.message}`
  }
}

const partNames: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
}

/** Whether refusals of a body have the flat form; `operation` marks its schema. */
const isFlat = (schema: unknown) => FLAT_REFUSALS in (schema as object)

/** A parameter that may be repeated and stands there once is a list of one. */
function readLists(schema: unknown, query: Record<string, unknown>) {
  for (const [name, { type }] of Object.entries((schema as TObject).properties))
    if (type === 'array' && typeof query[name] === 'string') query[name] = [query[name]]
}

/** Compile a schema for Fastify. Every refusal is an error of the catalogue. */
export function validatorCompiler({ schema, httpPart }: { schema: unknown; httpPart?: string }) {
  let validate: ValidateFunction | undefined
  const isBody = httpPart === 'body'
  return (data: Record<string, unknown>) => {
    validate ??= (isBody ? jsonAjv : textAjv).compile(schema as object)
    if (httpPart === 'querystring') {
      readPageNumbers(data)
      readLists(schema, data)
    }
    if (validate(data)) return true
    const [error] = validate.errors ?? []
    if (!error) return true
    if (isBody && isFlat(schema))
      return { error: apiError('unprocessableBody', describeError(error, 'body')) }
    return { error: refusal(error, httpPart ?? 'body') }
  }
}

const refusal = (error: ErrorObject, part: string): ApiError =>
  error.keyword === 'format' && error.params.format === 'uuid' && part === 'params'
    ? apiError('invalidGuid', fieldName(error.instancePath, 'id'))
    : apiError('badRequest', describeError(error, partNames[part] ?? part))
