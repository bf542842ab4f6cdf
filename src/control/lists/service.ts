/** Lists what the emulator holds, over all accounts or in a scope, and shows one thing with what it has. */

import { ingestMs, watchedMs } from '../../api/livestreams/livestream-session.js'
import type { LivestreamSessionsRepository } from '../../api/livestreams/livestream-session-repository.js'
import type { LivestreamsService } from '../../api/livestreams/service.js'
import type { MeetingsService } from '../../api/meetings/service.js'
import type { RecordingsRepository } from '../../api/recordings/repository.js'
import type { SessionFilesService } from '../../api/sessions/files/service.js'
import type { Clocks } from '../../core/clocks.js'
import { toIso } from '../../core/iso-time.js'
import { type Page, toPage } from '../../core/page.js'
import type { PublicUrls } from '../../core/public-url.js'
import type { Scope } from '../../core/scope.js'
import { apiError } from '../../http/errors.js'
import { isoOrNull } from '../../http/wire.js'
import type { AccountListRepository } from './accounts-repository.js'
import type { Answers, LivestreamDetails, MeetingItem, SessionDetails } from './item-schemas.js'
import {
  toAppOfAccount,
  toLivestreamItem,
  toMeetingItem,
  toParticipantItem,
  toPresent,
  toPresetItem,
  toRecordingItem,
  toSessionItem,
  toWebhookItem,
} from './items.js'
import type { ListKeysRepository } from './keys-repository.js'
import { type ListName, listed } from './listed.js'
import type { Queries } from './query-schemas.js'
import type { ListRowsRepository } from './rows-repository.js'

/** How many apps of an account, or people in a session, are shown. */
const MAX_SHOWN = 100

export interface ListDeps {
  clock: Clocks
  lists: { keys: ListKeysRepository; rows: ListRowsRepository; accounts: AccountListRepository }
  livestreams: LivestreamsService
  livestreamSessions: LivestreamSessionsRepository
  meetings: MeetingsService
  recordingsRepository: RecordingsRepository
  sessionFiles: SessionFilesService
  /** The links for a caller, by the Host header of the request. */
  links: PublicUrls['links']
}

interface Query extends Scope {
  meeting_id?: string
  status?: string
  search?: string
  page_no?: number
  per_page?: number
}

/** Read a list of statuses such as `INVOKED,LIVE`. @throws ApiError badRequest */
function readStatuses(name: ListName, text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined
  const known: readonly string[] = listed[name].statuses
  const given = [...new Set(text.split(',').map((status) => status.trim()))]
  if (given.some((status) => !known.includes(status)))
    throw apiError('badRequest', `"status" must be of [${known.join(', ')}], with commas between`)
  return given
}

/** Create the service. */
export function createListsService(deps: ListDeps) {
  const { clock, livestreams, livestreamSessions, meetings, recordingsRepository, sessionFiles } = deps
  const { keys, rows, accounts } = deps.lists

  const nowOf = (accountId: string) => clock.of(accountId).now()

  /** @throws ApiError badRequest, noMeeting, ambiguousMeeting */
  const page = (name: ListName, { meeting_id, status, search, ...query }: Query) => {
    const { account_id, app_id } = query
    const scope = { account_id, app_id }
    const { meeting } = meeting_id === undefined ? {} : meetings.named(meeting_id, scope)
    return keys.page(
      name,
      {
        scope,
        meeting: meeting && { appPk: meeting.appPk, id: meeting.id },
        statuses: readStatuses(name, status),
        search,
      },
      toPage(query),
    )
  }
  const list = <Item>(name: ListName, query: Query, toItem: (pk: number) => Item) => {
    const { pks, total, isComplete } = page(name, query)
    return { items: pks.map(toItem), total_count: total, searched_all: isComplete }
  }

  const sessionsOf = (livestreamPk: number, now: number, page: Page) => {
    const { items, total } = livestreamSessions.list('livestream', livestreamPk, page)
    return {
      livestream_sessions: items.map((session) => ({
        id: session.id,
        invoked_time: toIso(session.invokedAt),
        started_time: isoOrNull(session.startedAt),
        stopped_time: isoOrNull(session.stoppedAt),
        err_message: session.errMessage,
        ingest_seconds: ingestMs(session, now) / 1000,
        viewer_seconds: watchedMs(session, now) / 1000,
      })),
      total_count: total,
    }
  }

  return {
    /** List the accounts by their ids, each with its clock and its newest apps. */
    accounts({ account_id, ...query }: Queries['accounts']): Answers['accounts'] {
      const { ids, total } = accounts.page(account_id, toPage(query))
      return {
        accounts: ids.map((id) => {
          const { mode, now } = clock.of(id)
          return {
            id,
            clock: { mode, now: toIso(now()), own: clock.has(id) },
            apps: accounts.apps(id, MAX_SHOWN).map(toAppOfAccount),
            app_count: accounts.countApps(id),
          }
        }),
        total_count: total,
      }
    },
    /** @throws ApiError badRequest, noMeeting, ambiguousMeeting */
    livestreams(query: Queries['livestreams']): Answers['livestreams'] {
      const { items, ...rest } = list('livestreams', query, (pk) => toLivestreamItem(rows.livestream(pk)))
      return { livestreams: items, ...rest }
    },
    /** Show a livestream with a page of its livestream sessions. @throws ApiError noLivestream, ambiguousLivestream */
    livestream(id: string, query: Queries['details'], host?: string): LivestreamDetails {
      const { livestream } = livestreams.named(id, query)
      const { pk, accountId, playbackId, streamKey } = livestream
      const links = deps.links(host, accountId)
      return {
        ...toLivestreamItem(rows.livestream(pk)),
        stream_key: streamKey,
        ingest_server: links.ingestServer,
        playback_url: links.playbackUrl(playbackId),
        ...sessionsOf(pk, nowOf(accountId), toPage(query)),
      }
    },
    /** @throws ApiError badRequest */
    meetings(query: Queries['meetings']): Answers['meetings'] {
      const { items, ...rest } = list('meetings', query, (pk) => toMeetingItem(rows.meeting(pk)))
      return { meetings: items, ...rest }
    },
    /** @throws ApiError noMeeting, ambiguousMeeting */
    meeting: (id: string, scope: Scope): MeetingItem =>
      toMeetingItem(rows.meeting(meetings.named(id, scope).meeting.pk)),
    /** @throws ApiError badRequest, noMeeting, ambiguousMeeting */
    sessions(query: Queries['sessions']): Answers['sessions'] {
      const { items, ...rest } = list('sessions', query, (pk) => toSessionItem(rows.session(pk)))
      return { sessions: items, ...rest }
    },
    /** Show a session with who is there and what was said. @throws ApiError noSession, ambiguousSession */
    session(id: string, scope: Scope): SessionDetails {
      const { session } = sessionFiles.named(id, scope)
      const row = rows.session(session.pk)
      const { messages, lines } = sessionFiles.counts(session)
      return {
        ...toSessionItem(row),
        session_keep_alive_time_in_secs: row.keep_alive,
        present: rows.present(session.pk, MAX_SHOWN).map(toPresent),
        ...sessionFiles.made(session),
        messages,
        lines,
      }
    },
    /** @throws ApiError noMeeting, ambiguousMeeting */
    participants(query: Queries['participants']): Answers['participants'] {
      const { items, ...rest } = list('participants', query, (pk) => toParticipantItem(rows.participant(pk)))
      return { participants: items, ...rest }
    },
    /** @throws ApiError badRequest, noMeeting, ambiguousMeeting */
    recordings(query: Queries['recordings'], host?: string): Answers['recordings'] {
      const { pks, total, isComplete } = page('recordings', query)
      const recordings = pks.flatMap((pk) => {
        const recording = recordingsRepository.get(pk)
        if (!recording) return []
        const { accountId } = recording
        const view = { links: deps.links(host, accountId), now: nowOf(accountId) }
        return [toRecordingItem(recording, rows.recordingNames(pk), view)]
      })
      return { recordings, total_count: total, searched_all: isComplete }
    },
    webhooks(query: Queries['webhooks']): Answers['webhooks'] {
      const { items, ...rest } = list('webhooks', query, (pk) => toWebhookItem(rows.webhook(pk)))
      return { webhooks: items, ...rest }
    },
    presets(query: Queries['presets']): Answers['presets'] {
      const { items, ...rest } = list('presets', query, (pk) => toPresetItem(rows.preset(pk)))
      return { presets: items, ...rest }
    },
  }
}

export type ListsService = ReturnType<typeof createListsService>
