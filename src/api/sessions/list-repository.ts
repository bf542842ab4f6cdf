import type { Database, Statement } from 'better-sqlite3'
import type { Page } from '../../core/page.js'
import { endedSessionSql } from '../../store/migrations/006-analytics.js'
import { onePage } from '../../store/page-clause.js'
import { conditionsOf, hasParticipants, hasWindow, isCountedAtOnce } from './conditions.js'
import { createSessionCounter, type FilterParameters } from './count-repository.js'
import { type SessionFilter, type SessionOrder, sessionMsSql } from './session.js'

type Direction = SessionOrder['direction']

/** The page in the order of a position, among the rows that parts select. */
const pageOf = (parts: string[], direction: Direction) =>
  `SELECT pk, position FROM (${parts.join(' UNION ALL ')})
   ORDER BY position ${direction}, pk ${direction} ${onePage}`

/**
 * Sessions by an index that is named: SQLite knows neither how many sessions an index leaves nor where the limit ends a
 * walk, and would choose by the number of conditions.
 */
const by = (index: string) => `FROM sessions s INDEXED BY ${index}`

const ended = 's.ended_at IS NOT NULL'
const live = 's.ended_at IS NULL'
/** The parts of a list that has ended sessions and live ones from two indexes. */
const ofStatus = ({ status }: SessionFilter, parts: { ended: string; live: string[] }) => [
  ...(status === 'LIVE' ? [] : [parts.ended]),
  ...(status === 'ENDED' ? [] : parts.live),
]

/** The page by creation, which walks an index in that order. */
function walkByCreation(filter: SessionFilter, direction: Direction) {
  const ofMeeting = filter.status === 'LIVE' ? 'one_live_session_per_meeting' : 'sessions_by_meeting'
  const ofApp = filter.status === undefined ? 'sessions_by_time' : 'sessions_by_status'
  return `SELECT s.pk, s.created_at AS position ${by(filter.associatedId === undefined ? ofApp : ofMeeting)}
   WHERE ${conditionsOf(filter)} ORDER BY s.created_at ${direction}, s.pk ${direction} ${onePage}`
}

/**
 * The page by minutes, which walks indexes in that order. The minutes of live sessions grow alike, so that they keep
 * their order, which one index has; those of sessions that have ended are in another, and so are those of a meeting. A
 * page is within the first rows of both, and of those that are still to start.
 */
function walkByMinutes(filter: SessionFilter, direction: Direction) {
  const conditions = conditionsOf({ ...filter, status: undefined })
  const first = (index: string, condition: string, order: string) =>
    `SELECT * FROM (SELECT s.pk, ${sessionMsSql} AS position ${by(index)} WHERE ${conditions} AND ${condition}
     ORDER BY ${order}s.pk ${direction} LIMIT CAST(:limit + :offset AS INTEGER))`
  const isOfMeeting = filter.associatedId !== undefined
  const endedIndex = isOfMeeting ? 'ended_sessions_of_meeting_by_minutes' : 'ended_sessions_by_minutes'
  const byStart = `-s.started_at ${direction}, `
  const parts = {
    ended: first(endedIndex, ended, `${endedSessionSql('s.')} ${direction}, `),
    live: isOfMeeting
      ? [first('one_live_session_per_meeting', `s.status = 'LIVE'`, '')]
      : [
          first('live_sessions_by_minutes', `${live} AND -s.started_at >= -:now`, byStart),
          first('live_sessions_by_minutes', `${live} AND -s.started_at < -:now`, ''),
        ],
  }
  return pageOf(ofStatus(filter, parts), direction)
}

/** The page in any order of the rows that a filter admits: an index finds those, and they are sorted. */
function sortMatching(filter: SessionFilter, { by: sortedBy, direction }: SessionOrder) {
  const position = sortedBy === 'createdAt' ? 's.created_at' : sessionMsSql
  const rows = (index: string, condition = 'true') =>
    `SELECT s.pk, ${position} AS position ${by(index)} WHERE ${conditionsOf(filter)} AND ${condition}`
  if (filter.associatedId !== undefined) return pageOf([rows('sessions_by_meeting')], direction)
  if (hasWindow(filter) || filter.search !== undefined) return pageOf([rows('sessions_by_time')], direction)
  const parts = {
    ended: rows('ended_sessions_by_participants', ended),
    live: [rows('running_sessions', live)],
  }
  return pageOf(ofStatus(filter, parts), direction)
}

/**
 * Whether to sort the matching rows rather than to walk all rows in the order of the list until the page is full. A walk
 * passes `total / matching` rows for each row that it takes, where the matching rows lie evenly.
 */
const areFew = ({ limit, offset }: Page, matching: number, total: number) =>
  matching * matching <= (limit + offset) * total

/**
 * Prepare what lists sessions: a statement for each combination of filters, each order, and each way to find the rows.
 * @param selection selects rows, and joins to `sessions s` what they take from elsewhere
 */
export function createListStatements<Row>(db: Database, selection: string) {
  const count = createSessionCounter(db)
  const pages = new Map<string, Statement<object, Row>>()

  const statement = (found: string, direction: Direction) => {
    const prepared = pages.get(found)
    if (prepared) return prepared
    const made = db.prepare<object, Row>(
      `WITH page AS MATERIALIZED (${found})
       ${selection} JOIN page ON page.pk = s.pk ORDER BY page.position ${direction}, s.pk ${direction}`,
    )
    pages.set(found, made)
    return made
  }

  function find(filter: SessionFilter, order: SessionOrder, where: FilterParameters & Page) {
    const isByCreation = order.by === 'createdAt'
    const walk = (isByCreation ? walkByCreation : walkByMinutes)(filter, order.direction)
    const isInOrder = !hasParticipants(filter) && (isByCreation || !hasWindow(filter))
    if (isInOrder) return walk
    const sorts = isCountedAtOnce(filter)
      ? areFew(where, count(filter, where), count({}, where))
      : !isByCreation
    return sorts ? sortMatching(filter, order) : walk
  }

  return {
    /** @param where the parameters of the filter, of the page, and `now` */
    page: (
      filter: SessionFilter,
      order: SessionOrder,
      where: FilterParameters & Page & { now: number },
    ): Row[] => statement(find(filter, order, where), order.direction).all(where),
    count,
  }
}
