/** Commands for the clock and for what is due. */

import { account, type Command, fields, number, type Row, rows, text } from './command.js'

export const clock: Command = {
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

export const advance: Command = {
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

export const scheduled: Command = {
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
