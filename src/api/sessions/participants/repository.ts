import type { Database } from 'better-sqlite3'
import { asPublishedUuid } from '../../../core/ids.js'
import type { Page, Paged } from '../../../core/page.js'
import { identitySql } from '../../../store/migrations/010-session-participants.js'
import { onePage } from '../../../store/page-clause.js'
import type { SessionParticipant } from '../session-participant.js'
import { rowToSessionParticipant, type SessionParticipantRow } from '../session-participant-repository.js'
import type { Attendee, AttendeeOrder, AttendeeView } from './attendee.js'

type Direction = AttendeeOrder['direction']

/** How one view of the participants is listed and counted. */
interface Listing {
  /** The condition of being listed. */
  listed: string
  /** Selects the pk of one page in the order of durations, without a search. */
  byDuration: (direction: Direction) => string
  /** As `byDuration`, of what a search matches. */
  foundByDuration: (direction: Direction) => string
}

const matches = `(instr(p.id, :search) OR instr(p.user_id, :search) OR instr(p.custom_participant_id, :search)
  OR instr(fold(p.name), fold(:search)))`
/** Whether nobody of the same identity was in the session before. */
const isFirst = `NOT EXISTS (SELECT 1 FROM session_participants e WHERE e.session_pk = p.session_pk
  AND ${identitySql('e.')} = ${identitySql('p.')} AND e.pk < p.pk)`
const msSql = (row: string) => `max(0, coalesce(${row}left_at, :now) - ${row}joined_at)`
const opposite = { ASC: 'DESC', DESC: 'ASC' } as const
/** The end of the page, for the parts of which it is made. */
const untilEnd = 'LIMIT CAST(:limit + :offset AS INTEGER)'

const listings: Record<AttendeeView, Listing> = {
  raw: {
    listed: 'true',
    // Those who left are in one index by their durations; of those who are there, who joined first is there longest.
    byDuration: (direction) => `
      SELECT pk FROM (
        SELECT * FROM (SELECT pk, left_at - joined_at AS ms FROM session_participants p
          WHERE session_pk = :session AND left_at IS NOT NULL ORDER BY left_at - joined_at ${direction}, pk ${direction} ${untilEnd})
        UNION ALL
        SELECT * FROM (SELECT pk, max(0, :now - joined_at) AS ms FROM session_participants p
          WHERE session_pk = :session AND left_at IS NULL ORDER BY joined_at ${opposite[direction]}, pk ${direction} ${untilEnd}))
      ORDER BY ms ${direction}, pk ${direction} ${onePage}`,
    foundByDuration: (direction) => `
      SELECT pk FROM session_participants p WHERE session_pk = :session AND ${matches}
      ORDER BY ${msSql('p.')} ${direction}, pk ${direction} ${onePage}`,
  },
  consolidated: {
    listed: isFirst,
    byDuration: (direction) => `
      SELECT min(pk) AS pk FROM session_participants p WHERE session_pk = :session GROUP BY ${identitySql('p.')}
      ORDER BY sum(${msSql('p.')}) ${direction}, min(pk) ${direction} ${onePage}`,
    foundByDuration: (direction) => `
      SELECT pk FROM session_participants p WHERE session_pk = :session AND ${isFirst} AND ${matches}
      ORDER BY (SELECT sum(${msSql('e.')}) FROM session_participants e WHERE e.session_pk = p.session_pk
        AND ${identitySql('e.')} = ${identitySql('p.')}) ${direction}, pk ${direction} ${onePage}`,
  },
}

/** Create the repository of the attendees of sessions. */
export function createAttendeesRepository(db: Database) {
  const prepare = (view: AttendeeView) => {
    const { listed, byDuration, foundByDuration } = listings[view]
    const pks = (sql: string) => db.prepare<object, number>(sql).pluck()
    const byTime = (direction: Direction, condition: string) =>
      pks(`SELECT pk FROM session_participants p WHERE session_pk = :session AND ${listed} AND ${condition}
           ORDER BY joined_at ${direction}, pk ${direction} ${onePage}`)
    const of = (direction: Direction) => ({
      joinedAt: { all: byTime(direction, 'true'), found: byTime(direction, matches) },
      duration: { all: pks(byDuration(direction)), found: pks(foundByDuration(direction)) },
    })
    return {
      ASC: of('ASC'),
      DESC: of('DESC'),
      count: pks(
        `SELECT count(*) FROM session_participants p WHERE session_pk = :session AND ${listed} AND ${matches}`,
      ),
    }
  }
  // Prepared at their first use: few runs list participants of sessions.
  const prepared = new Map<AttendeeView, ReturnType<typeof prepare>>()
  const statementsOf = (view: AttendeeView) => {
    const statements = prepared.get(view) ?? prepare(view)
    prepared.set(view, statements)
    return statements
  }

  const counts = db.prepare<[number], { presences: number; participants: number }>(
    'SELECT presences, participants FROM session_participant_counts WHERE session_pk = ?',
  )
  const byPk = db.prepare<[number], SessionParticipantRow>('SELECT * FROM session_participants WHERE pk = ?')
  const byPeer = db.prepare<[number, string], SessionParticipantRow>(
    'SELECT * FROM session_participants WHERE session_pk = ? AND id = ?',
  )
  const byPeerOfApp = db.prepare<[string, number], SessionParticipantRow>(
    `SELECT p.* FROM session_participants p JOIN sessions s ON s.pk = p.session_pk
     WHERE p.id = ? AND s.app_pk = ? ORDER BY p.pk LIMIT 1`,
  )
  const byIdentity = db.prepare<object, SessionParticipantRow>(
    `SELECT * FROM session_participants WHERE session_pk = :session
       AND ${identitySql()} IN ('u/' || :id, 'c/' || :id) ORDER BY pk`,
  )
  const sameIdentity = db.prepare<object, SessionParticipantRow>(
    `SELECT * FROM session_participants WHERE session_pk = :session
       AND ${identitySql()} = (SELECT ${identitySql()} FROM session_participants WHERE pk = :pk) ORDER BY pk`,
  )

  const together = (rows: SessionParticipantRow[]): Attendee | undefined => {
    const presences = rows.map(rowToSessionParticipant)
    const [first] = presences
    return first && { first, presences }
  }
  const alone = (row: SessionParticipantRow | undefined): Attendee | undefined =>
    together(row === undefined ? [] : [row])

  return {
    /** Find a presence by its peer id, or all presences of who has the id of a participant. */
    find: (session: number, id: string): Attendee | undefined =>
      alone(byPeer.get(session, asPublishedUuid(id))) ??
      together(byIdentity.all({ session, id })) ??
      together(byIdentity.all({ session, id: asPublishedUuid(id) })),
    /** Find a presence in any session of an app by its peer id. */
    findPeer(appPk: number, id: string): SessionParticipant | undefined {
      const row = byPeerOfApp.get(asPublishedUuid(id), appPk)
      return row && rowToSessionParticipant(row)
    },
    /** @param query.now Unix milliseconds: until when the duration of those who are there counts */
    list(
      session: number,
      query: {
        view: AttendeeView
        search: string | undefined
        order: AttendeeOrder
        page: Page
        now: number
      },
    ): Paged<Attendee> {
      const { view, search, order, page, now } = query
      const statements = statementsOf(view)
      const { all, found } = statements[order.direction][order.by]
      const of = { session, now, ...page }
      const pks = search === undefined ? all.all(of) : found.all({ ...of, search })
      const items = pks
        .map((pk) => (view === 'raw' ? alone(byPk.get(pk)) : together(sameIdentity.all({ session, pk }))))
        .filter((attendee) => attendee !== undefined)
      const { presences = 0, participants = 0 } = counts.get(session) ?? {}
      const whole = view === 'raw' ? presences : participants
      return {
        items,
        page,
        total: search === undefined ? whole : (statements.count.get({ session, search }) ?? 0),
      }
    },
  }
}

export type AttendeesRepository = ReturnType<typeof createAttendeesRepository>
