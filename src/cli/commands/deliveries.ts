/** Commands for the deliveries of webhooks, and for the rules about them. */

import { type CtlClient, UsageError } from '../client.js'
import { formatTable } from '../table.js'
import { accountAndApp, type Command, fields, number, type Outcome, type Row, rows, text } from './command.js'

/** How many deliveries are listed without --limit. */
const DEFAULT_LIMIT = 100
const columns = ['id', 'created_at', 'event', 'outcome', 'livestream_id']

type Input = Parameters<Command['run']>[1]

async function rules(
  client: CtlClient,
  { words: [, action = 'list', what], values }: Input,
): Promise<Outcome> {
  const query = { account_id: values.account }
  const path = '/deliveries/rules'
  if (action === 'list')
    return rows(await client.call('GET', path, { query }), 'rules', ['id', 'send', 'match', 'hits', 'times'])
  if (action === 'clear') return fields(await client.call('DELETE', path, { query }))
  if (what === undefined) throw new UsageError(`Usage:\n  ${deliveries.usage}`)
  if (action === 'remove') return fields(await client.call('DELETE', `${path}/${encodeURIComponent(what)}`))
  if (action !== 'add') throw new UsageError(`Usage:\n  ${deliveries.usage}`)
  return fields(
    await client.call('POST', path, {
      body: {
        send: what,
        delay: number('--delay', values.delay),
        times: number('--times', values.times),
        match: { account_id: values.account, app_id: values.app, event: values.event },
      },
    }),
  )
}

export const deliveries: Command = {
  usage:
    'deliveries [list] [--outcome OUTCOME] [--event EVENT] [--limit N] [--cursor CURSOR] [--account ID]\n' +
    '                    [--app ID]\n' +
    '  deliveries resend ID [--account ID]\n' +
    '  deliveries rules [list|clear] [--account ID]\n' +
    '  deliveries rules add twice|late|out_of_order|bad_signature|never [--delay SECONDS] [--times N]\n' +
    '                       [--event EVENT] [--account ID] [--app ID]\n' +
    '  deliveries rules remove ID',
  summary: 'List deliveries of webhooks, the newest first, send one again, and rule how the next are sent.',
  options: {
    ...accountAndApp,
    outcome: text,
    event: text,
    limit: text,
    cursor: text,
    delay: text,
    times: text,
  },
  words: [0, 3],
  async run(client, input) {
    const { words, values } = input
    const [action = 'list', id] = words
    const { account: account_id, app: app_id, outcome, event, limit, cursor } = values
    if (action === 'rules') return rules(client, input)
    if (action === 'resend' && id !== undefined)
      return fields(
        await client.call('POST', `/deliveries/${encodeURIComponent(id)}/resend`, { body: { account_id } }),
      )
    if (action !== 'list') throw new UsageError(`Usage:\n  ${deliveries.usage}`)
    const query = { account_id, app_id, outcome, event, limit, cursor, order: 'desc' }
    const data = (await client.call('GET', '/deliveries', { query })) as Row
    const isFull = (data.deliveries as Row[]).length === (number('--limit', limit) ?? DEFAULT_LIMIT)
    return {
      data,
      text:
        formatTable(data.deliveries as Row[], columns) +
        (isFull ? `older with --cursor ${data.next_cursor}\n` : ''),
    }
  },
}
