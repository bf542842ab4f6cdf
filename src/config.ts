/** Every setting, once: its type, default and words. Flags win over the environment, which wins over defaults. */

import { parseArgs } from 'node:util'
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { didYouMean } from './core/nearest.js'
import { OneOf } from './http/schema-helpers.js'
import { describeError, jsonAjv } from './http/validation.js'
import { wires } from './http/wire.js'

const optionalText = (options: { description: string; argument: string; format?: string }) =>
  Type.Optional(Type.String(options))

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export const ConfigSchema = Type.Object({
  port: Type.Integer({
    minimum: 0,
    maximum: 65535,
    default: 4010,
    argument: 'PORT',
    description: 'Port to listen on; 0 picks a free one.',
  }),
  host: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    argument: 'ADDRESS',
    description: 'Address to listen on; 0.0.0.0 is every IPv4 one.',
  }),
  data: Type.String({
    minLength: 1,
    default: ':memory:',
    argument: 'FILE',
    description: 'SQLite file that keeps the state; :memory: keeps nothing.',
  }),
  fixtures: Type.Array(Type.String({ minLength: 1 }), {
    default: ['docs'],
    argument: 'NAME|FILE',
    description: 'State to begin with: docs, demo, none, or a JSON file. Repeatable.',
  }),
  wire: OneOf(wires, {
    default: 'documented',
    description: 'Which form the answers have; the header x-greenroom-wire overrides it for one request.',
  }),
  auth: OneOf(['any', 'off', 'strict'], {
    default: 'any',
    description: 'any: some credential; off: none asked for; strict: only those of --token.',
  }),
  token: Type.Array(Type.String({ minLength: 1 }), {
    default: [],
    argument: 'TOKEN[=ACCOUNT_ID]',
    description: 'A token that --auth strict accepts, for every account or for one. Repeatable.',
  }),
  clock: OneOf(['real', 'frozen'], {
    default: 'real',
    description: 'frozen: time passes only when the control API says so.',
  }),
  now: optionalText({
    format: 'date-time',
    argument: 'ISO',
    description: 'Where the clock begins (default: now; 2026-01-01T00:00:00.000Z when frozen).',
  }),
  seed: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      argument: 'N',
      description: 'Draw the same ids in every run (default: different ones).',
    }),
  ),
  goLiveAfter: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 2,
    argument: 'SECONDS',
    description: 'How long after its start a livestream goes live by itself.',
  }),
  autoLive: OneOf(['meetings', 'all', 'none'], {
    default: 'meetings',
    description: 'Which livestreams go live by themselves.',
  }),
  directives: OneOf(['on', 'off'], {
    default: 'on',
    description: 'Whether names such as "demo [fail after 30s]" say what becomes of a livestream.',
  }),
  startWhenActive: OneOf(['refuse', 'conflict', 'reuse'], {
    default: 'refuse',
    description:
      'Starting a meeting that has an active livestream: 400 as on the service, 409, or 201 with that livestream.',
  }),
  stopping: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 0,
    argument: 'SECONDS',
    description: "How long after the end of a meeting's livestream a start is refused with 400.",
  }),
  strictBodies: Type.Boolean({
    default: false,
    description: 'Refuse unknown properties when a livestream is started, on the documented wire too.',
  }),
  publicUrl: optionalText({
    format: 'web-url',
    argument: 'URL',
    description: 'Origin of playback URLs (default: the Host of each request).',
  }),
  publicRtmpUrl: optionalText({
    format: 'uri',
    argument: 'URL',
    description: 'The ingest server to give (default: rtmp://HOST:1935/live/).',
  }),
  cloudflareUrls: Type.Boolean({
    default: false,
    description: "Give the service's own hosts in playback URLs and ingest servers.",
  }),
  rateLimit: optionalText({
    format: 'rate',
    argument: 'COUNT/SPAN',
    description:
      "Answer 429 beyond it, per account; the service's published limit is 3500/5m (default: no limit).",
  }),
  journal: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 10_000,
    argument: 'N',
    description: 'How many requests the journal keeps; 0 is off.',
  }),
  control: OneOf(['on', 'off'], {
    default: 'on',
    description: "off: nothing of Greenroom's own API but its health.",
  }),
  allowHost: Type.Array(Type.String({ format: 'host-name' }), {
    default: [],
    argument: 'NAME',
    description: 'A host name by which the control API may be called, such as a container. Repeatable.',
  }),
  webhookRetries: Type.String({
    format: 'durations',
    default: '5s,30s,2m,10m,1h',
    argument: 'DURATIONS',
    description: 'How long after each failed attempt a webhook is tried again; none tries once.',
  }),
  webhookTimeout: Type.Number({
    exclusiveMinimum: 0,
    maximum: 600,
    default: 3,
    argument: 'SECONDS',
    description: 'How long the receiver of a webhook may take, in real time.',
  }),
  webhookHeaders: OneOf(['rtk', 'dyte', 'both'], {
    default: 'rtk',
    description:
      'Which headers name and sign a webhook: rtk-signature and its like, the older dyte- ones, or both.',
  }),
  duplicateWebhooks: OneOf(['refuse', 'allow'], {
    default: 'refuse',
    description: 'refuse: a second webhook of an app on the same URL is 409; allow: it is created.',
  }),
  webhookKey: optionalText({
    argument: 'FILE',
    description: 'RSA private key that signs webhooks, in PEM (default: a published one, for development).',
  }),
  webhookCa: optionalText({
    argument: 'FILE',
    description: 'Certificates to trust, in PEM, when webhooks are sent to https.',
  }),
  logLevel: OneOf(logLevels, {
    default: 'info',
    description: 'info has refusals and transitions; debug has every request.',
  }),
})
export type Config = Static<typeof ConfigSchema>

/** What is wrong with the configuration: every problem, a line each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
  }
}

type Key = keyof Config
const keys = Object.keys(ConfigSchema.properties) as Key[]
const schemaOf = (key: Key) => ConfigSchema.properties[key] as TSchema
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
export const variableOf = (key: string) =>
  `GREENROOM_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

const isSwitch = (key: Key) => schemaOf(key).type === 'boolean'
const isList = (key: Key) => schemaOf(key).type === 'array'

/** Text to the setting's type; left as it is when it does not look like it, for the validation to refuse. */
function readText(key: Key, text: string): unknown {
  switch (schemaOf(key).type) {
    case 'integer':
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(text) ? Number(text) : text
    case 'boolean':
      return ({ true: true, '1': true, false: false, '0': false } as Record<string, boolean>)[text] ?? text
    case 'array':
      return text.split(',').map((item) => item.trim())
    default:
      return text
  }
}

function validate(values: Record<string, unknown>, nameOf: (key: string) => string): Config {
  const config = { ...values }
  // As URLs have IPv6 addresses.
  if (typeof config.host === 'string') config.host = config.host.replace(/^\[(.*)\]$/, '$1')
  for (const key of keys) config[key] ??= structuredClone(schemaOf(key).default)
  const validator = jsonAjv.compile(ConfigSchema)
  const problems: string[] = []
  if (!validator(config))
    for (const error of validator.errors ?? []) {
      const [, key = ''] = error.instancePath.split('/')
      const got = key ? ` (got ${JSON.stringify(config[key])})` : ''
      problems.push(describeError(error, 'options').replace(/^"[^"]*"/, nameOf(key)) + got)
    }
  if (!problems.length && config.auth === 'strict' && !(config.token as string[]).length)
    problems.push(`${nameOf('auth')} strict needs at least one ${nameOf('token')}`)
  if (!problems.length && config.auth !== 'strict' && (config.token as string[]).length)
    problems.push(`${nameOf('token')} has an effect only with ${nameOf('auth')} strict`)
  if (problems.length) throw new ConfigError(problems)
  return config as Config
}

/**
 * The options of `createEmulator` with the defaults for the rest.
 * @throws ConfigError with all that is wrong
 */
export function resolveOptions(options: Record<string, unknown>): Config {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const unknown = Object.keys(given).filter((key) => !keys.includes(key as Key))
  if (unknown.length)
    throw new ConfigError(unknown.map((key) => `${key} is not an option${didYouMean(key, keys)}`))
  return validate(given, (key) => key)
}

/** Variables that are not settings of the process: clients are given the address by them. */
const variablesOfOthers = new Set(['GREENROOM_URL', 'GREENROOM_BASE_URL'])

/**
 * What Kubernetes puts into the environment of every pod for a Service named greenroom, or greenroom-something:
 * GREENROOM_SERVICE_HOST, GREENROOM_PORT_4010_TCP_ADDR, GREENROOM_SOMETHING_PORT and others.
 */
const serviceLinkName = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/
const serviceLinkValue = /^(tcp|udp|sctp):\/\//

/** Read what the environment sets. @returns its settings as text, and a line for each variable that is passed over */
function readEnvironment(env: Record<string, string | undefined>) {
  const known = new Map(keys.map((key) => [variableOf(key), key]))
  const settings = new Map<Key, string>()
  const passedOver: string[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('GREENROOM_') || text === undefined || text === '') continue
    const key = known.get(name)
    if (serviceLinkValue.test(text) && name.endsWith('_PORT')) {
      if (key)
        passedOver.push(
          `${name}=${text} is passed over: it is how Kubernetes tells of a Service named greenroom. ` +
            `Set the port with ${flagOf(key)}, or rename the Service`,
        )
    } else if (key) settings.set(key, text)
    else if (!serviceLinkName.test(name) && !variablesOfOthers.has(name))
      passedOver.push(`${name} is passed over: it is not a setting${didYouMean(name, [...known.keys()])}`)
  }
  return { settings, passedOver }
}

/**
 * The configuration of the process.
 * @param args the arguments after the program's name
 * @param onPassedOver hears a line for each variable GREENROOM_… that sets nothing
 * @throws ConfigError with all that is wrong
 */
export function readConfig(
  args: string[],
  env: Record<string, string | undefined>,
  onPassedOver: (line: string) => void = () => {},
): Config {
  const values: Record<string, unknown> = {}
  const sources: Record<string, string> = {}
  const problems: string[] = []

  const { settings, passedOver } = readEnvironment(env)
  passedOver.forEach(onPassedOver)
  for (const [key, text] of settings) {
    values[key] = readText(key, text)
    sources[key] = variableOf(key)
  }

  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      keys.map((key) => [flagOf(key).slice(2), { type: isSwitch(key) ? 'boolean' : 'string' }]),
    ),
  })
  const byFlag = new Map(keys.map((key) => [flagOf(key), key]))
  const lists: Record<string, string[]> = {}
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value} is not a flag or a command`)
    if (token.kind !== 'option') continue
    const key = byFlag.get(token.rawName)
    if (!key)
      problems.push(
        `${token.rawName} is not a flag${didYouMean(token.rawName, [...byFlag.keys()]) || '; see --help'}`,
      )
    else if (isSwitch(key)) values[key] = readText(key, token.value ?? 'true')
    else if (token.value === undefined) problems.push(`${token.rawName} needs a value`)
    else if (isList(key)) {
      lists[key] ??= []
      lists[key].push(token.value)
    } else values[key] = readText(key, token.value)
    if (key) sources[key] = token.rawName
  }
  Object.assign(values, lists)

  try {
    const config = validate(values, (key) => sources[key] ?? flagOf(key))
    if (!problems.length) return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
  }
  throw new ConfigError(problems)
}

/** The settings as `GET /_greenroom/info` shows them, in snake case: all but the tokens. */
export const shownSettings = ({ token: _secret, ...shown }: Config): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )

/** One setting in words, for `--help` and for the page of settings. */
interface SettingRow {
  /** Such as `--port`. */
  flag: string
  /** Such as `GREENROOM_PORT`. */
  variable: string
  /** The option of `createEmulator`, such as `port`. */
  option: string
  /** What it takes, such as `PORT` or `any|off|strict`; empty for a flag that takes nothing. */
  takes: string
  /** The default; empty when there is none. */
  fallback: string
  description: string
}

/** Describe every setting, in the order of the schema. */
export const settingRows = (): SettingRow[] =>
  keys.map((key) => {
    const { enum: values, argument, default: fallback, description } = schemaOf(key)
    return {
      flag: flagOf(key),
      variable: variableOf(key),
      option: key,
      takes: isSwitch(key) ? '' : (values?.join('|') ?? argument),
      fallback: [fallback ?? []].flat().join(', '),
      description: description ?? '',
    }
  })

/** All settings with their defaults, for --help. */
export const describeSettings = (): string =>
  settingRows()
    .map(({ flag, takes, description, fallback }) => {
      const shown = fallback === '' ? '' : ` [${fallback}]`
      return `  ${flag}${takes && ` ${takes}`}\n      ${description}${shown}`
    })
    .join('\n')
