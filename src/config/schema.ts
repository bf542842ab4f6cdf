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
    description: 'Address to listen on; 0.0.0.0 listens on every IPv4 address.',
  }),
  portFile: optionalText({
    argument: 'FILE',
    description: 'File to write the port to once requests are answered; it is removed at the end.',
  }),
  ready: OneOf(['text', 'json'], {
    default: 'text',
    description: 'How to say that requests are answered: a banner, or one line of JSON.',
  }),
  data: Type.String({
    minLength: 1,
    default: ':memory:',
    argument: 'FILE',
    description: 'SQLite file that stores the state; with :memory: nothing outlives the process.',
  }),
  fixtures: Type.Array(Type.String({ minLength: 1 }), {
    default: ['docs'],
    argument: 'NAME|FILE',
    description: 'Initial state: docs, demo, none, or a JSON file. Repeatable.',
  }),
  wire: OneOf(wires, {
    default: 'documented',
    description: 'Form of the answers; the header x-greenroom-wire overrides it for one request.',
  }),
  auth: OneOf(['any', 'off', 'strict'], {
    default: 'any',
    description:
      'any: any credential is accepted; off: none is needed; strict: only the tokens of --token are accepted.',
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
    description:
      'Time at which the clock starts (default: now; 2026-01-01T00:00:00.000Z when frozen). A data file keeps that of a frozen clock.',
  }),
  seed: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      argument: 'N',
      description: 'Generate the same ids in every run (default: different ids).',
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
    description:
      'Whether directives in names, such as "demo [fail after 30s]", script what a livestream or a recording does.',
  }),
  recordAfter: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 1.6,
    argument: 'SECONDS',
    description: 'How long after its start a recording begins, once somebody is in the meeting.',
  }),
  uploadAfter: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 2,
    argument: 'SECONDS',
    description: 'How long after its end a recording is uploaded.',
  }),
  defaultPresets: OneOf(['on', 'off'], {
    default: 'on',
    description: "Whether a new app begins with the presets that the service's dashboard gives it.",
  }),
  startWhenActive: OneOf(['refuse', 'conflict', 'reuse'], {
    default: 'refuse',
    description:
      'Answer to starting a livestream in a meeting that has an active one: 400 (refuse, as the service does), 409, or 201 with the active livestream.',
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
    description:
      'Refuse unknown properties in the body that starts a livestream, on the documented wire too.',
  }),
  playbackKeep: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 600,
    argument: 'SECONDS',
    description: 'How long a livestream that has ended can still be played.',
  }),
  testCard: optionalText({
    argument: 'FILE',
    description: 'MP4 file with H.264 and AAC that livestreams show (default: a test card).',
  }),
  rtmpPort: Type.Unsafe<number | 'auto' | 'off'>({
    type: ['integer', 'string'],
    minimum: 0,
    maximum: 65535,
    format: 'auto-or-off',
    default: 'auto',
    argument: 'PORT|auto|off',
    description:
      'Port to which encoders push by RTMP; 0 picks a free one; auto is 1935, or none when that is taken.',
  }),
  rtmpsPort: Type.Unsafe<number | 'off'>({
    type: ['integer', 'string'],
    minimum: 0,
    maximum: 65535,
    format: 'off',
    default: 'off',
    argument: 'PORT|off',
    description: 'Port to which encoders push by RTMPS, with the certificate of --rtmps-cert.',
  }),
  rtmpsCert: optionalText({
    argument: 'FILE',
    description: 'Certificate of the RTMPS port, with those that lead to its authority, as PEM.',
  }),
  rtmpsKey: optionalText({
    argument: 'FILE',
    description: "Private key of the RTMPS port's certificate, as PEM.",
  }),
  reconnectGrace: Type.Number({
    minimum: 0,
    maximum: 86400,
    default: 10,
    argument: 'SECONDS',
    description: 'How long a livestream waits for an encoder that has left before it stops.',
  }),
  publicUrl: optionalText({
    format: 'web-url',
    argument: 'URL',
    description: 'Origin of playback URLs (default: the Host of each request).',
  }),
  publicRtmpUrl: optionalText({
    format: 'uri',
    argument: 'URL',
    description: 'Ingest server to show (default: rtmp://HOST:PORT/live/ with the port of --rtmp-port).',
  }),
  cloudflareUrls: Type.Boolean({
    default: false,
    description: "Use the service's own hosts in playback URLs and ingest servers.",
  }),
  rateLimit: optionalText({
    format: 'rate',
    argument: 'COUNT/SPAN',
    description:
      "Requests an account may make in a span; further ones answer 429. The service's published limit is 3500/5m (default: no limit).",
  }),
  journal: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    default: 10_000,
    argument: 'N',
    description: 'How many requests the journal keeps; 0 turns it off.',
  }),
  snapshotRows: Type.Integer({
    minimum: 1000,
    maximum: 100_000_000,
    default: 1_000_000,
    argument: 'N',
    description:
      'How many rows all named snapshots may have together, in memory; beyond, the oldest of the account with the most is dropped.',
  }),
  control: OneOf(['on', 'off'], {
    default: 'on',
    description: "off: serve only the health checks of Greenroom's own API.",
  }),
  allowHost: Type.Array(Type.String({ format: 'host-name' }), {
    default: [],
    argument: 'NAME',
    description:
      'Another host name under which the control API may be called, such as the name of a container. Repeatable.',
  }),
  webhookRetries: Type.String({
    format: 'durations',
    default: '5s,30s,2m,10m,1h',
    argument: 'DURATIONS',
    description: 'Delays after which a failed delivery is retried; with none it is attempted once.',
  }),
  webhookTimeout: Type.Number({
    exclusiveMinimum: 0,
    maximum: 600,
    default: 3,
    argument: 'SECONDS',
    description: 'How long the receiver of a webhook may take to answer, in real time.',
  }),
  webhookHeaders: OneOf(['rtk', 'dyte', 'both'], {
    default: 'rtk',
    description:
      'Headers that identify and sign a delivery: rtk-signature and the other rtk- headers, the older dyte- headers, or both.',
  }),
  webhookLog: Type.Integer({
    minimum: 1000,
    maximum: 1_000_000,
    default: 10_000,
    argument: 'N',
    description:
      'How many webhook deliveries that have ended are kept of each account; those still to be sent are always kept.',
  }),
  inbox: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    default: 1000,
    argument: 'N',
    description: 'How many messages the built-in receiver of webhooks keeps; 0 turns it off.',
  }),
  duplicateWebhooks: OneOf(['refuse', 'allow'], {
    default: 'refuse',
    description:
      'refuse: creating a second webhook of an app with the same URL answers 409; allow: it is created.',
  }),
  webhookKey: optionalText({
    argument: 'FILE',
    description:
      'RSA private key that signs webhooks, as PEM (default: a published key, for development only).',
  }),
  tokenKey: optionalText({
    argument: 'FILE',
    description: "RSA private key that signs participants' tokens, as PEM (default: the same published key).",
  }),
  webhookCa: optionalText({
    argument: 'FILE',
    description: 'Certificates to trust when webhooks are sent to https URLs, as PEM.',
  }),
  demo: OneOf(['on', 'off'], {
    default: 'off',
    description: 'on: livestreams, viewers and webhooks come and go by themselves, as greenroom demo has it.',
  }),
  logLevel: OneOf(logLevels, {
    default: 'info',
    description: 'info logs refusals and transitions; debug also logs every request.',
  }),
})
export type Config = Static<typeof ConfigSchema>
