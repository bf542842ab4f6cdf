/** Every setting, once: its type, its default, and its description for `--help` and docs/settings.md. */

import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../http/schema-helpers.js'
import { wires } from '../http/wire.js'

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
  legacyAccount: Type.String({
    minLength: 1,
    maxLength: 32,
    default: 'legacy',
    argument: 'ACCOUNT_ID',
    description: 'The account whose apps are the organisations of the legacy base, /v2.',
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
  defaultPresets: OneOf(['on', 'off'], {
    default: 'on',
    description: "Whether a new app begins with the presets that the service's dashboard gives it.",
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
