/** The newest things that exist, whose ids are offered for the parameters of an operation. */

import { useEffect, useState } from 'preact/hooks'
import type { Answers } from '../../control/lists/item-schemas.js'
import { CallError, type CallQuery, get } from '../core/client.js'
import { scope } from '../core/router.js'
import type { Operation } from '../openapi/document.js'
import { apiCall } from './api-call.js'

export interface Choice {
  value: string
  label: string
  /** The account and the app in which it is, where the list says so. */
  within?: { account_id: string; app_id: string }
}
export type Choices = Readonly<Record<string, readonly Choice[]>>

const MAX_CHOICES = 8
/** An account begins with its first app, so any name will do where there is none. */
const NEW_ACCOUNT = 'account'

type Item = Record<string, unknown>
type Lists = { [list: string]: Item[] | undefined }
type Answer = Lists & { data?: Lists }
interface Source {
  /** The parameter that must be known before. */
  after?: string
  path: (id: string, scope: CallQuery) => string
  query?: (scope: CallQuery, id: string) => CallQuery
  /** The property of the answer, or of its data, that has the list. */
  list: string
  value?: string
  label?: string
}

const ofScope = (query: CallQuery): CallQuery => ({ ...query, per_page: MAX_CHOICES })
const ofAccount = ({ account_id }: CallQuery): CallQuery => ({ account_id })
const within = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`
const newest = (list: string, label: string): Source => ({
  path: () => `/${list}`,
  query: ofScope,
  list,
  label,
})

/** Who was in a session, by their peer ids, which stand for participants too. */
const attended: Source = {
  after: 'session_id',
  path: (id, { account_id, app_id }) =>
    apiCall(
      'GET',
      { account_id: String(account_id), app_id: String(app_id) },
      { path: `${within('/sessions', id)}/participants` },
    ).call.path,
  query: () => ({ per_page: MAX_CHOICES }),
  list: 'participants',
  label: 'display_name',
}
/** Who is in a session now, by their ids as participants. */
const present: Source = {
  after: 'session_id',
  path: (id) => within('/sessions', id),
  query: (query) => query,
  list: 'present',
  value: 'participant_id',
  label: 'name',
}

const sources: Record<string, Source> = {
  livestream_id: newest('livestreams', 'name'),
  meeting_id: newest('meetings', 'title'),
  session_id: newest('sessions', 'meeting_title'),
  recording_id: newest('recordings', 'output_file_name'),
  webhook_id: newest('webhooks', 'name'),
  preset_id: newest('presets', 'name'),
  preset_name: { ...newest('presets', 'id'), value: 'name' },
  participant_id: {
    after: 'meeting_id',
    path: () => '/participants',
    query: (query, id) => ({ ...ofScope(query), meeting_id: id }),
    list: 'participants',
    label: 'name',
  },
  peer_id: attended,
  livestream_session_id: {
    after: 'livestream_id',
    path: (id) => within('/livestreams', id),
    query: ofScope,
    list: 'livestream_sessions',
    label: 'invoked_time',
  },
  fault_id: { path: () => '/faults', query: ofAccount, list: 'faults' },
  rule_id: { path: () => '/deliveries/rules', query: ofAccount, list: 'rules', label: 'send' },
  delivery_id: {
    path: () => '/deliveries',
    query: (query) => ({ ...query, order: 'desc', limit: MAX_CHOICES }),
    list: 'deliveries',
    label: 'event',
  },
  request_id: {
    path: () => '/requests',
    query: (query) => ({ ...query, order: 'desc', limit: MAX_CHOICES }),
    list: 'requests',
    label: 'url',
  },
  message_id: {
    path: () => '/inbox',
    query: (query) => ({ ...query, limit: MAX_CHOICES }),
    list: 'messages',
    label: 'event',
  },
  /** Of a snapshot. */
  name: { path: () => '/snapshots', query: ofAccount, list: 'snapshots', value: 'name' },
}
/** The parameters and the properties of the body of which choices may be known. */
const namesOf = ({ parameters, body }: Operation) => [
  ...parameters.filter((each) => each.required || each.in === 'path').map(({ name }) => name),
  ...Object.keys(body?.properties ?? {}).filter((name) => name !== 'name' && name !== 'account_id'),
  ...(body?.properties?.participant_ids || body?.properties?.messages ? ['participant_id'] : []),
]

function withinOf({ account_id, app_id }: Item): Pick<Choice, 'within'> {
  const isKnown = typeof account_id === 'string' && typeof app_id === 'string'
  return isKnown ? { within: { account_id, app_id } } : {}
}

/** Find what is offered for an operation. @param given what a person has entered, by name */
async function readChoices(operation: Operation, given: Record<string, string>): Promise<Choices> {
  const names = namesOf(operation)
  const found: Record<string, readonly Choice[]> = {}
  let limits: CallQuery = { ...scope.value }

  const sourceOf = (name: string) => {
    if (name === 'participant_id' && names.includes('session_id'))
      return operation.api === 'emulated' ? attended : present
    return Object.hasOwn(sources, name) ? sources[name] : undefined
  }
  const read = async (name: string): Promise<void> => {
    const source = sourceOf(name)
    if (!source || found[name]) return
    const { after, path, query, list, value = 'id', label } = source
    if (after) await read(after)
    const before = after ? given[after] || found[after]?.[0]?.value : ''
    if (before === undefined) return
    const answer = await get<Answer>(path(before, limits), query?.(limits, before)).catch(
      (error: unknown): Answer => {
        if (!(error instanceof CallError)) throw error
        return {}
      },
    )
    found[name] = ((answer.data ?? answer)[list] ?? [])
      .filter((item) => item[value] !== null && item[value] !== undefined)
      .slice(0, MAX_CHOICES)
      .map((item) => ({
        value: String(item[value]),
        label: String((label && item[label]) ?? ''),
        ...withinOf(item),
      }))
  }

  if (operation.api === 'emulated') {
    const { accounts } = await get<Answers['accounts']>('/accounts', { per_page: 100 })
    const accountId = given.account_id || scope.value.account_id || accounts[0]?.id || NEW_ACCOUNT
    const apps = accounts.find(({ id }) => id === accountId)?.apps ?? []
    const own = scope.value.account_id === accountId ? scope.value.app_id : undefined
    const appId = given.app_id || own || apps[0]?.id
    const others = accounts.filter(({ id }) => id !== accountId)
    found.account_id = [accountId, ...others.map(({ id }) => id)].map((id) => ({ value: id, label: '' }))
    found.app_id = apps
      .map(({ id, name }) => ({ value: id, label: name }))
      .sort((a, b) => Number(b.value === appId) - Number(a.value === appId))
    // An account that does not exist has nothing to offer; without an app there is nothing in it.
    if (appId === undefined) return found
    limits = { account_id: accountId, app_id: appId }
  }
  for (const name of names) await read(name)
  return found
}

/** Offer the newest things for the parameters of an operation; read again when an entered value changes the choice. */
export function useChoices(operation: Operation, given: Record<string, string>): Choices | undefined {
  const [choices, setChoices] = useState<Choices>()
  const { account_id, app_id, meeting_id, session_id } = given
  useEffect(() => {
    let isOver = false
    readChoices(operation, given).then(
      (found) => {
        if (!isOver) setChoices(found)
      },
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error
        if (!isOver) setChoices({})
      },
    )
    return () => {
      isOver = true
    }
  }, [operation.id, JSON.stringify([scope.value, account_id, app_id, meeting_id, session_id])])
  return choices
}
