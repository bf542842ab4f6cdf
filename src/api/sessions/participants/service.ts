import type { Clock } from '../../../core/clock.js'
import type { Page, Paged } from '../../../core/page.js'
import { apiError } from '../../../http/errors.js'
import type { App } from '../../apps/app.js'
import type { Preset } from '../../presets/preset.js'
import type { SessionsRepository } from '../repository.js'
import type { SessionsService } from '../service.js'
import type { Session } from '../session.js'
import type { Attendee, AttendeeOrder, AttendeeView } from './attendee.js'
import type { AttendeesRepository } from './repository.js'

export type ViewType = Preset['config']['view_type']

/** An attendee with what the peer events say of the session and of the preset. */
export interface Attended {
  attendee: Attendee
  session: Session
  /** The view of the preset that the attendee joined with; null when there is no such preset now. */
  viewType: ViewType | null
}

/** Create the service of who attended sessions. */
export function createAttendanceService(deps: {
  repository: AttendeesRepository
  sessions: SessionsService
  sessionsRepository: SessionsRepository
  /** The view of an app's preset of a name. */
  viewTypeOf: (appPk: number, presetName: string) => ViewType | undefined
  clock: Clock
}) {
  const { repository, sessions, sessionsRepository, viewTypeOf, clock } = deps

  /** Make the function that completes the attendees of a session, which looks at each preset once. */
  const completing = (session: Session) => {
    const known = new Map<string, ViewType | null>()
    return (attendee: Attendee): Attended => {
      const { presetName } = attendee.first
      if (presetName === null) return { attendee, session, viewType: null }
      const viewType = known.get(presetName) ?? viewTypeOf(session.appPk, presetName) ?? null
      known.set(presetName, viewType)
      return { attendee, session, viewType }
    }
  }

  return {
    /** @throws ApiError invalidGuid, noSession */
    list(
      app: App,
      sessionId: string,
      query: { view: AttendeeView; search: string | undefined; order: AttendeeOrder; page: Page },
    ): Paged<Attended> {
      const session = sessions.get(app, sessionId)
      const paged = repository.list(session.pk, { ...query, now: clock.now() })
      return { ...paged, items: paged.items.map(completing(session)) }
    },
    /**
     * Fetch an attendee of a session. ASSUMED: a peer id gives one presence, the id of a participant all of theirs.
     * @throws ApiError invalidGuid, noSession, noUser
     */
    get(app: App, sessionId: string, id: string): Attended {
      const session = sessions.get(app, sessionId)
      const attendee = repository.find(session.pk, id)
      if (!attendee) throw apiError('noUser', id)
      return completing(session)(attendee)
    },
    /** Fetch a presence in any session of an app. @throws ApiError noUser */
    ofPeer(app: App, peerId: string): Attended {
      const first = repository.findPeer(app.pk, peerId)
      const session = first && sessionsRepository.get(first.sessionPk)
      if (!session) throw apiError('noUser', peerId)
      return completing(session)({ first, presences: [first] })
    },
  }
}

export type AttendanceService = ReturnType<typeof createAttendanceService>
