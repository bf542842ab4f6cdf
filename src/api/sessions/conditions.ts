/** The filters of a list of sessions as SQL conditions on `sessions s`. */

import type { SessionFilter } from './session.js'

/** The id of the meeting that `associated_id` means, as `createMeetingsRepository` finds it. */
export const associatedMeeting = `coalesce(
  (SELECT id FROM meetings WHERE app_pk = :app AND id = :associatedId),
  (SELECT id FROM meetings WHERE app_pk = :app AND uuid = :associatedId))`

const searched = `(instr(s.id, :search) OR EXISTS (
  SELECT 1 FROM meetings m WHERE m.app_pk = s.app_pk AND m.id = s.meeting_id
    AND (instr(fold(m.title), fold(:search)) OR instr(m.id, :search) OR instr(m.uuid, :search))))`

/** The status is a literal, so that partial indexes serve it. */
export const conditionsOf = (filter: SessionFilter) =>
  [
    's.app_pk = :app',
    ...(filter.status !== undefined ? [`s.status = '${filter.status}'`] : []),
    ...(filter.associatedId !== undefined ? [`s.meeting_id = ${associatedMeeting}`] : []),
    ...(filter.leastParticipants !== undefined ? ['s.max_concurrent_participants >= :least'] : []),
    ...(filter.mostParticipants !== undefined ? ['s.max_concurrent_participants <= :most'] : []),
    ...(filter.startTime !== undefined ? ['s.created_at >= :startTime'] : []),
    ...(filter.endTime !== undefined ? ['s.created_at <= :endTime'] : []),
    ...(filter.search !== undefined ? [searched] : []),
  ].join(' AND ')

export const hasWindow = ({ startTime, endTime }: SessionFilter) =>
  startTime !== undefined || endTime !== undefined

export const hasParticipants = ({ leastParticipants, mostParticipants }: SessionFilter) =>
  leastParticipants !== undefined || mostParticipants !== undefined

/** Whether a list is of all sessions, or narrowed by one of meeting, window of time and participants: `status` aside. */
export const isCountedAtOnce = (filter: SessionFilter) =>
  filter.search === undefined &&
  [filter.associatedId !== undefined, hasWindow(filter), hasParticipants(filter)].filter(Boolean).length <= 1
