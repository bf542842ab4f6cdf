/** Commands for snapshots. */

import { UsageError } from '../client.js'
import { account, type Command, fields, rows } from './command.js'

export const snapshot: Command = {
  usage: 'snapshot list [--account ID]\n  snapshot take|restore|remove NAME [--account ID]',
  summary: 'Take, restore, remove and list snapshots.',
  options: account,
  words: [1, 2],
  async run(client, { words: [action, name], values }) {
    const scope = { account_id: values.account }
    if (action === 'list')
      return rows(await client.call('GET', '/snapshots', { query: scope }), 'snapshots', [
        'name',
        'account_id',
        'taken_at',
      ])
    if (name === undefined) throw new UsageError(`Usage:\n  ${snapshot.usage}`)
    const path = `/snapshots/${encodeURIComponent(name)}`
    if (action === 'take') return fields(await client.call('POST', path, { body: scope }))
    if (action === 'restore') return fields(await client.call('POST', `${path}/restore`, { body: scope }))
    if (action === 'remove') return fields(await client.call('DELETE', path, { query: scope }))
    throw new UsageError(`Usage:\n  ${snapshot.usage}`)
  },
}
