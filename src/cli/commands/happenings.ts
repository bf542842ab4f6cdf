/** Commands that make something happen to livestreams, recordings, meetings and sessions. */

import { UsageError } from '../client.js'
import { formatFields, formatTable } from '../table.js'
import { accountAndApp, type Command, fields, number, type Row, rows, text } from './command.js'

export const event: Command = {
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

export const recording: Command = {
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
export const presence = (name: 'join' | 'leave', summary: string): Command => ({
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
export const said = (
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

/** A command that shows what was written and spoken in a session. */
export const whatWasSaid: Command = {
  usage: 'said SESSION_ID [--account ID] [--app ID] [--page N] [--per-page N]',
  summary: 'Show the chat, the transcript and the summary of a session, and the links to their files.',
  options: { ...accountAndApp, page: text, 'per-page': text },
  words: [1, 1],
  async run(client, { words: [id = ''], values }) {
    const { account, app, page: page_no, 'per-page': per_page } = values
    const query = { account_id: account, app_id: app, page_no, per_page }
    const data = (await client.call('GET', `/sessions/${encodeURIComponent(id)}/said`, { query })) as Row
    const { messages, lines, files, ...shown } = data
    const named = (each: unknown) =>
      (each as Row[]).map((row) => ({ ...row, who: row.name ?? row.custom_participant_id }))
    return {
      data,
      text: [
        formatFields(shown),
        formatTable(named(messages), ['created_at', 'who', 'payload']),
        formatTable(named(lines), ['start_ms', 'end_ms', 'who', 'text']),
        formatTable(files as Row[], ['kind', 'format', 'url', 'expires_at']),
      ].join('\n'),
    }
  },
}
