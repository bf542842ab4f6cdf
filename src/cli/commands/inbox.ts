/** The command for the messages of the inbox, which receives webhooks. */

import { UsageError } from '../client.js'
import { formatFields } from '../table.js'
import { accountAndApp, type Command, fields, type Row, rows, text } from './command.js'

/** Show a message: what it is, then its headers, then its body. */
function messageText({ headers, body, ...about }: Row) {
  return `${formatFields(about)}\n${formatFields(headers as Row)}\n${body}\n`
}

export const inbox: Command = {
  usage:
    'inbox [list] [--name NAME] [--event EVENT] [--account ID] [--app ID] [--limit N] [--before CURSOR]\n' +
    '  inbox show ID [--account ID]\n' +
    '  inbox clear [--account ID]',
  summary: 'List the messages that the inbox was sent, the newest first, show one, or forget them.',
  options: { ...accountAndApp, name: text, event: text, limit: text, before: text },
  words: [0, 2],
  async run(client, { words: [action = 'list', id], values }) {
    const { account: account_id, app: app_id, name, event, limit, before } = values
    if (action === 'clear') return fields(await client.call('DELETE', '/inbox', { query: { account_id } }))
    if (action === 'show' && id !== undefined) {
      const path = `/inbox/${encodeURIComponent(id)}`
      const data = (await client.call('GET', path, { query: { account_id } })) as Row
      return { data, text: messageText(data) }
    }
    if (action !== 'list') throw new UsageError(`Usage:\n  ${inbox.usage}`)
    const query = { account_id, app_id, name, event, limit, before }
    return rows(await client.call('GET', '/inbox', { query }), 'messages', [
      'id',
      'received_at',
      'name',
      'event',
      'signature',
      'webhook_id',
      'account_id',
      'app_id',
    ])
  },
}
