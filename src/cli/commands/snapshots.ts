/** Commands for snapshots. */

import { UsageError } from '../client.js'
import { formatTable } from '../table.js'
import { account, type Command, fields, type Outcome, type Row, rows, text } from './command.js'

interface Compared {
  tables: { table: string; objects: (Row & { fields: Row[] })[]; left_out: number }[]
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A line for each object that differs. */
function differences(data: unknown): Outcome {
  const { tables } = data as Compared
  const lines = tables.flatMap(({ table, objects }) =>
    objects.map(({ id, of, fields: changed, ...object }) => ({
      ...object,
      table,
      id: id ?? of,
      fields: changed.map(({ name, from, to }) => `${name}: ${asText(from)} → ${asText(to)}`).join(', '),
    })),
  )
  const more = tables.filter(({ left_out }) => left_out > 0)
  const columns = ['change', 'table', 'id', 'name', 'fields']
  return {
    data,
    text:
      (tables.length ? formatTable(lines, columns) : 'nothing differs\n') +
      more.map(({ table, left_out }) => `${left_out} more of ${table}\n`).join(''),
  }
}

export const snapshot: Command = {
  usage:
    'snapshot list [--account ID]\n' +
    '  snapshot take|restore|remove NAME [--account ID]\n' +
    '  snapshot diff NAME [OTHER_NAME] [--limit N] [--account ID]',
  summary: 'Take, restore, remove and list snapshots; tell what differs from another one, or from now.',
  options: { ...account, limit: text },
  words: [1, 3],
  async run(client, { words: [action, name, other], values }) {
    const scope = { account_id: values.account }
    if (action === 'list')
      return rows(await client.call('GET', '/snapshots', { query: scope }), 'snapshots', [
        'name',
        'account_id',
        'taken_at',
      ])
    if (name === undefined) throw new UsageError(`Usage:\n  ${snapshot.usage}`)
    const path = `/snapshots/${encodeURIComponent(name)}`
    if (action === 'diff') {
      const query = { ...scope, with: other, limit: values.limit }
      return differences(await client.call('GET', `${path}/differences`, { query }))
    }
    if (action === 'take') return fields(await client.call('POST', path, { body: scope }))
    if (action === 'restore') return fields(await client.call('POST', `${path}/restore`, { body: scope }))
    if (action === 'remove') return fields(await client.call('DELETE', path, { query: scope }))
    throw new UsageError(`Usage:\n  ${snapshot.usage}`)
  },
}
