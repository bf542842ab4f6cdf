/** Commands for faults and for the journal of requests. */

import { UsageError } from '../client.js'
import { formatTable } from '../table.js'
import {
  account,
  accountAndApp,
  type Command,
  fields,
  flag,
  number,
  type Row,
  rows,
  text,
} from './command.js'

const faultColumns = ['id', 'hits', 'times', 'match', 'action']
export const fault: Command = {
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

const columns = ['id', 'time', 'method', 'url', 'status', 'operation', 'ignored']
export const requests: Command = {
  usage:
    'requests [--operation ID] [--account ID] [--status N|Nxx] [--search TEXT] [--limit N] [--after CURSOR]\n' +
    '           [--newest [--before CURSOR]]\n' +
    '  requests clear [--account ID]',
  summary: 'List the requests of the journal, or forget them.',
  options: {
    ...account,
    operation: text,
    status: text,
    search: text,
    limit: text,
    after: text,
    before: text,
    newest: flag,
  },
  words: [0, 1],
  async run(client, { words: [action], values }) {
    const { operation, status, search, limit, after, before, newest, account: account_id } = values
    if (action === 'clear') return fields(await client.call('DELETE', '/requests', { query: { account_id } }))
    if (action !== undefined) throw new UsageError(`Usage:\n  ${requests.usage}`)
    const order = newest ? 'desc' : undefined
    const query = { operation, status, search, limit, after, before, order, account_id }
    const data = (await client.call('GET', '/requests', { query })) as {
      requests: Row[]
      cursor: number
      more: boolean
    }
    const shown = data.requests.map((request) => ({
      ...request,
      ignored: (request.ignored as { name: string }[]).map(({ name }) => name).join(', '),
    }))
    const next = `more with ${newest ? '--newest --before' : '--after'} ${data.cursor}\n`
    return { data, text: formatTable(shown, columns) + (data.more ? next : '') }
  },
}
