/** The commands of `greenroom ctl`: their arguments, calls and output. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type CtlClient, CtlError, UsageError } from './client.js'
import { formatFields, formatTable } from './table.js'

type Values = Record<string, string | boolean | string[] | undefined>

export interface Command {
  usage: string
  summary: string
  /** Its own options, besides those of every command. */
  options?: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>
  /** The smallest and largest number of positional arguments. */
  words: [number, number]
  run(client: CtlClient, input: { words: string[]; values: Values; stdout: Writable }): Promise<Outcome>
}

/** The result as data for --json and as text for people; undefined when the command wrote its own output. */
export type Outcome = { data: unknown; text: string } | undefined

type Row = Record<string, unknown>
const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const fields = (data: unknown): Outcome => ({ data, text: formatFields(data as Row) })
const rows = (data: unknown, key: string, columns: string[]): Outcome => ({
  data,
  text: formatTable((data as Record<string, Row[]>)[key] ?? [], columns),
})
const account = { account: text }
const accountAndApp = { account: text, app: text }

function number(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const read = Number(value)
  if (String(value).trim() === '' || Number.isNaN(read))
    throw new UsageError(`${name} must be a number, not ${value}`)
  return read
}

const reset: Command = {
  usage: 'reset [--account ID] [--fixtures NAME ...]',
  summary: 'Return to the fixtures, or load other ones.',
  options: { ...account, fixtures: { type: 'string', multiple: true } },
  words: [0, 0],
  run: async (client, { values }) =>
    fields(
      await client.call('POST', '/reset', {
        body: { account_id: values.account, fixtures: values.fixtures },
      }),
    ),
}

const clock: Command = {
  usage:
    'clock [--account ID]\n' +
    '  clock real|offset|frozen [--now ISO] [--account ID]\n' +
    '  clock shared --account ID',
  summary: 'Show or set the clock, or the own one of an account; shared gives that one up.',
  options: { ...account, now: text },
  words: [0, 1],
  async run(client, { words: [mode], values }) {
    const { account: account_id, now } = values
    if (mode === 'shared') return fields(await client.call('DELETE', '/clock', { query: { account_id } }))
    if (mode === undefined && now === undefined)
      return fields(await client.call('GET', '/clock', { query: { account_id } }))
    return fields(await client.call('PUT', '/clock', { body: { account_id, mode, now } }))
  },
}

const advance: Command = {
  usage: 'advance SECONDS | --to ISO | --until idle [--account ID]',
  summary: 'Advance the clock, or that of an account alone, and show the jobs that ran.',
  options: { ...account, to: text, until: text },
  words: [0, 1],
  async run(client, { words: [seconds], values }) {
    const { account: account_id, to, until } = values
    const body = { account_id, seconds: number('SECONDS', seconds), to, until }
    const data = (await client.call('POST', '/clock/advance', { body })) as Row
    const ran = rows(data, 'ran', ['at', 'kind', 'account_id', 'app_id', 'livestream_id'])
    return { data, text: `${data.mode} at ${data.now}\n${ran?.text}` }
  },
}

const event: Command = {
  usage: 'event LIVESTREAM_ID live|stop|fail [--err-message TEXT] [--account ID] [--app ID]',
  summary: 'Let a livestream go live, stop or fail.',
  options: { ...accountAndApp, 'err-message': text },
  words: [2, 2],
  run: async (client, { words: [id = '', name], values }) =>
    fields(
      await client.call('POST', `/livestreams/${encodeURIComponent(id)}/events`, {
        body: {
          event: name,
          err_message: values['err-message'],
          account_id: values.account,
          app_id: values.app,
        },
      }),
    ),
}

const recording: Command = {
  usage:
    'recording RECORDING_ID record|pause|resume|stop|upload|fail [--err-message TEXT] [--account ID] [--app ID]',
  summary: 'Let a recording begin, pause, resume, stop, be uploaded or fail.',
  options: { ...accountAndApp, 'err-message': text },
  words: [2, 2],
  run: async (client, { words: [id = '', name], values }) =>
    fields(
      await client.call('POST', `/recordings/${encodeURIComponent(id)}/events`, {
        body: {
          event: name,
          err_message: values['err-message'],
          account_id: values.account,
          app_id: values.app,
        },
      }),
    ),
}

/** A command that lets somebody join or leave a meeting. */
const presence = (name: 'join' | 'leave', summary: string): Command => ({
  usage:
    `${name} MEETING_ID [--participant ID | --custom-participant ID | --token TOKEN${name === 'join' ? ' | --name NAME' : ''} | --count N]\n` +
    '            [--account ID] [--app ID]',
  summary,
  options: {
    ...accountAndApp,
    participant: text,
    'custom-participant': text,
    token: text,
    ...(name === 'join' && { name: text }),
    count: text,
  },
  words: [1, 1],
  async run(client, { words: [id = ''], values }) {
    const who = {
      id: values.participant,
      custom_participant_id: values['custom-participant'],
      token: values.token,
      name: values.name,
    }
    const isNamed = Object.values(who).some((value) => value !== undefined)
    const body = {
      participant: isNamed ? who : undefined,
      count: number('--count', values.count),
      account_id: values.account,
      app_id: values.app,
    }
    const data = (await client.call('POST', `/meetings/${encodeURIComponent(id)}/${name}`, { body })) as Row
    const { participants: _, ...session } = data
    const moved = rows(data, 'participants', ['id', 'peer_id', 'custom_participant_id', 'name'])
    return { data, text: `${formatFields(session)}\n${moved?.text}` }
  },
})

/** A command that puts into a session what somebody says. */
const said = (
  name: 'chat' | 'transcript' | 'summary',
  { summary, body }: { summary: string; body: (text: string, participant?: string) => object },
): Command => ({
  usage: `${name} SESSION_ID TEXT${name === 'summary' ? '' : ' --participant ID'} [--account ID] [--app ID]`,
  summary,
  options: { ...accountAndApp, ...(name !== 'summary' && { participant: text }) },
  words: [2, 2],
  async run(client, { words: [id = '', said = ''], values }) {
    if (name !== 'summary' && values.participant === undefined)
      throw new UsageError(`${name} needs --participant ID: who says it`)
    return fields(
      await client.call('POST', `/sessions/${encodeURIComponent(id)}/${name}`, {
        body: {
          ...body(said, values.participant as string | undefined),
          account_id: values.account,
          app_id: values.app,
        },
      }),
    )
  },
})

const faultColumns = ['id', 'hits', 'times', 'match', 'action']
const fault: Command = {
  usage:
    'fault list [--account ID]\n' +
    '  fault add [--operation ID] [--method M] [--path PATTERN] [--account ID] [--app ID]\n' +
    '            [--skip N] [--times N] [--probability P] [--latency MS]\n' +
    '            [--status N [--message TEXT] [--retry-after SECONDS] | --reset | --hang | --truncate | --malformed]\n' +
    '  fault remove ID\n' +
    '  fault clear [--account ID]',
  summary: 'List, add and remove rules that make calls fail.',
  options: {
    ...accountAndApp,
    operation: text,
    method: text,
    path: text,
    skip: text,
    times: text,
    probability: text,
    status: text,
    latency: text,
    message: text,
    'retry-after': text,
    reset: flag,
    hang: flag,
    truncate: flag,
    malformed: flag,
  },
  words: [1, 2],
  async run(client, { words: [action, id], values }) {
    const query = { account_id: values.account }
    if (action === 'list') return rows(await client.call('GET', '/faults', { query }), 'faults', faultColumns)
    if (action === 'clear') return fields(await client.call('DELETE', '/faults', { query }))
    if (action === 'remove' && id)
      return fields(await client.call('DELETE', `/faults/${encodeURIComponent(id)}`))
    if (action !== 'add') throw new UsageError(`Usage:\n  ${fault.usage}`)
    const { operation, method, path, account: account_id, app: app_id } = values
    const { reset, hang, truncate, malformed, message } = values
    return fields(
      await client.call('POST', '/faults', {
        body: {
          match: { operation, method, path, account_id, app_id },
          action: {
            status: number('--status', values.status),
            latency_ms: number('--latency', values.latency),
            retry_after: number('--retry-after', values['retry-after']),
            message,
            reset,
            hang,
            truncate,
            malformed,
          },
          skip: number('--skip', values.skip),
          times: number('--times', values.times),
          probability: number('--probability', values.probability),
        },
      }),
    )
  },
}

const requests: Command = {
  usage: 'requests [--operation ID] [--account ID] [--status N] [--limit N] [--after CURSOR]',
  summary: 'List the requests of the journal.',
  options: { ...account, operation: text, status: text, limit: text, after: text },
  words: [0, 0],
  async run(client, { values }) {
    const { operation, status, limit, after, account: account_id } = values
    const query = { operation, status, limit, after, account_id }
    return rows(await client.call('GET', '/requests', { query }), 'requests', [
      'id',
      'time',
      'method',
      'url',
      'status',
      'operation',
    ])
  },
}

const state: Command = {
  usage: 'state export [FILE] [--account ID]\n  state import FILE [--account ID]',
  summary: 'Export the state, or one account, to a JSON file, or import it.',
  options: account,
  words: [1, 2],
  async run(client, { words: [action, file], values, stdout }) {
    const query = { account_id: values.account }
    if (action === 'export') {
      const body = await client.stream('GET', '/state', { query })
      const source = Readable.fromWeb(body as import('node:stream/web').ReadableStream)
      await pipeline(source, file ? createWriteStream(file) : stdout, { end: file !== undefined })
      return undefined
    }
    if (action !== 'import' || file === undefined) throw new UsageError(`Usage:\n  ${state.usage}`)
    const source = createReadStream(file)
    await once(source, 'open').catch((error: NodeJS.ErrnoException) => {
      throw new CtlError(`${file} cannot be read (${error.code})`)
    })
    const body = Readable.toWeb(source) as ReadableStream<Uint8Array>
    const answer = await client.stream('PUT', '/state', { query, body })
    return fields(await new Response(answer).json())
  },
}

const scheduled: Command = {
  usage: 'scheduled [--account ID]',
  summary: 'List the scheduled jobs.',
  options: account,
  words: [0, 0],
  run: async (client, { values }) =>
    rows(await client.call('GET', '/scheduled', { query: { account_id: values.account } }), 'scheduled', [
      'at',
      'kind',
      'account_id',
      'app_id',
      'livestream_id',
    ]),
}

const info: Command = {
  usage: 'info',
  summary: 'Describe the running Greenroom; with --json also its settings.',
  words: [0, 0],
  async run(client) {
    const data = (await client.call('GET', '/info')) as Row
    const { settings: _settings, ...shown } = data
    return { data, text: formatFields(shown) }
  },
}

/** Every command by its name. */
export const commands: Record<string, Command> = {
  reset,
  clock,
  advance,
  event,
  recording,
  join: presence('join', 'Let participants join a meeting.'),
  leave: presence('leave', 'Let participants leave a meeting.'),
  chat: said('chat', {
    summary: 'Let somebody in a session write.',
    body: (payload, participant_id) => ({ messages: [{ participant_id, payload }] }),
  }),
  transcript: said('transcript', {
    summary: 'Let somebody in a session speak.',
    body: (text, participant_id) => ({ lines: [{ participant_id, text }] }),
  }),
  summary: said('summary', {
    summary: 'Say what the summary of a session will be.',
    body: (text) => ({ text }),
  }),
  fault,
  requests,
  state,
  scheduled,
  info,
}
