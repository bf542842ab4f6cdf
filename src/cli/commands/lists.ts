/** Commands that list what Greenroom holds, and show one thing. */

import { formatFields, formatTable } from '../table.js'
import { account, accountAndApp, type Command, fields, type Row, text } from './command.js'

const paging = { page: text, 'per-page': text }

/** A command that lists things by pages. @param options.filters its options, by the names of the query's fields */
const list = (
  name: string,
  {
    summary,
    filters,
    columns,
  }: { summary: string; filters: readonly ('meeting' | 'status' | 'search')[]; columns: string[] },
): Command => ({
  usage:
    `${name}${filters.map((filter) => ` [--${filter} ${filter === 'meeting' ? 'ID' : 'TEXT'}]`).join('')}\n` +
    '            [--account ID] [--app ID] [--page N] [--per-page N]',
  summary,
  options: { ...accountAndApp, ...paging, ...Object.fromEntries(filters.map((filter) => [filter, text])) },
  words: [0, 0],
  run: async (client, { values }) => {
    const { account, app, meeting, status, search, page, 'per-page': per_page } = values
    const query = {
      account_id: account,
      app_id: app,
      meeting_id: meeting,
      status,
      search,
      page_no: page,
      per_page,
    }
    const data = (await client.call('GET', `/${name}`, { query })) as Row
    return { data, text: formatTable(data[name] as Row[], columns) + remainder(data, name) }
  },
})

/** Say that there is more than the table shows. */
function remainder(data: Row, name: string) {
  const shown = (data[name] as Row[]).length
  const total = data.total_count as number
  const searched = data.searched_all === false ? '; only the newest were searched' : ''
  return shown < total || searched ? `${shown} of ${total}${searched}\n` : ''
}

/** A command that shows one thing: its fields, and one table of what it has. */
const details = (
  name: string,
  {
    summary,
    table,
    columns,
    options = accountAndApp,
  }: { summary: string; table?: string; columns?: string[]; options?: Partial<typeof accountAndApp> },
): Command => ({
  usage: `${name} ${name.toUpperCase()}_ID${Object.keys(options)
    .map((option) => ` [--${option} ID]`)
    .join('')}`,
  summary,
  options,
  words: [1, 1],
  run: async (client, { words: [id = ''], values }) => {
    const query = { account_id: values.account, app_id: values.app }
    const data = (await client.call('GET', `/${name}s/${encodeURIComponent(id)}`, { query })) as Row
    if (table === undefined || columns === undefined) return fields(data)
    const { [table]: items, ...shown } = data
    return { data, text: `${formatFields(shown)}\n${formatTable(items as Row[], columns)}` }
  },
})

const accounts: Command = {
  usage: 'accounts [--account ID] [--page N] [--per-page N]',
  summary: 'List the accounts and their apps.',
  options: { account: text, ...paging },
  words: [0, 0],
  run: async (client, { values }) => {
    const query = { account_id: values.account, page_no: values.page, per_page: values['per-page'] }
    const data = (await client.call('GET', '/accounts', { query })) as { accounts: Row[] } & Row
    const rows = data.accounts.flatMap(({ id, clock, apps }) => {
      const { mode, now } = clock as Row
      const each = { account_id: id, clock: `${mode} ${now}` }
      return (apps as Row[]).length
        ? (apps as Row[]).map((app) => ({
            ...each,
            app_id: app.id,
            name: app.name,
            ...(app.livestreams as Row),
            meetings: app.meetings,
            live_sessions: app.live_sessions,
          }))
        : [each]
    })
    const columns = ['account_id', 'clock', 'app_id', 'name', 'INVOKED', 'LIVE', 'IDLE', 'ERRORED']
    return {
      data,
      text: formatTable(rows, [...columns, 'meetings', 'live_sessions']) + remainder(data, 'accounts'),
    }
  },
}

const place = ['account_id', 'app_id']

/** The commands by their names. */
export const lists: Record<string, Command> = {
  accounts,
  livestreams: list('livestreams', {
    summary: 'List livestreams, newest first; --status takes one or more, with commas between.',
    filters: ['meeting', 'status', 'search'],
    columns: ['id', 'status', 'name', 'meeting_id', 'viewers', 'started_time', ...place],
  }),
  livestream: details('livestream', {
    summary: 'Show a livestream, its addresses and its livestream sessions.',
    table: 'livestream_sessions',
    columns: ['id', 'started_time', 'stopped_time', 'ingest_seconds', 'viewer_seconds', 'err_message'],
  }),
  meetings: list('meetings', {
    summary: 'List meetings, newest first.',
    filters: ['status', 'search'],
    columns: ['id', 'status', 'title', 'participants', 'live_session', 'active_livestream', ...place],
  }),
  meeting: details('meeting', { summary: 'Show a meeting, its live session and its active livestream.' }),
  sessions: list('sessions', {
    summary: 'List sessions, newest first.',
    filters: ['meeting', 'status', 'search'],
    columns: ['id', 'status', 'meeting_id', 'live_participants', 'started_at', 'ends_at', ...place],
  }),
  session: details('session', {
    summary: 'Show a session and who is there.',
    table: 'present',
    columns: ['peer_id', 'participant_id', 'custom_participant_id', 'name', 'preset_name', 'joined_at'],
  }),
  participants: list('participants', {
    summary: 'List the participants of a meeting, newest first; --meeting is required.',
    filters: ['meeting', 'search'],
    columns: ['id', 'custom_participant_id', 'name', 'preset_name', 'created_at', ...place],
  }),
  recordings: list('recordings', {
    summary: 'List recordings, newest first.',
    filters: ['meeting', 'status', 'search'],
    columns: ['id', 'status', 'meeting_id', 'output_file_name', 'recording_duration', ...place],
  }),
  request: details('request', {
    summary: 'Show a request of the journal, and what it sent that was ignored.',
    table: 'ignored',
    columns: ['in', 'name', 'did_you_mean'],
    options: account,
  }),
  webhooks: list('webhooks', {
    summary: 'List webhooks, newest first.',
    filters: ['search'],
    columns: ['id', 'name', 'url', 'events', 'enabled', 'failures', ...place],
  }),
  presets: list('presets', {
    summary: 'List presets, newest first.',
    filters: ['search'],
    columns: ['id', 'name', 'uses', 'created_at', ...place],
  }),
}
