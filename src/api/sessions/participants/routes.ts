import { Type } from '@sinclair/typebox'
import { isUuid } from '../../../core/ids.js'
import { type Paged, toPage } from '../../../core/page.js'
import { apiError } from '../../../http/errors.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { anyId, appParams, sessionParams } from '../../../http/params.js'
import { Answer, Nullable } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import { oldReport, PeerReportSchema, toOldReport, toPeerReport } from './peer-report.js'
import {
  AttendeeSchema,
  GetAttendeeQuerySchema,
  ListAttendeesQuerySchema,
  type PeerReportFilter,
  PeerReportQuerySchema,
  peerReportFilters,
  RecordedAttendeeSchema,
} from './schemas.js'
import type { Attended } from './service.js'
import { toDocumented, toRecorded } from './wire.js'

const path = `${appPath}/sessions/:session_id/participants`

/** Whether the peer events were asked for, with the result. */
interface Asked<Result> {
  result: Result
  includePeerEvents: boolean
}

/** ASSUMED: who joined last comes first; each presence is shown by itself unless the query says otherwise. */
const listAttendees = operation({
  id: 'GetSessionParticipants',
  summary: 'Fetch the participants of a session',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(sessionParams),
  query: ListAttendeesQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noSession'],
  handle: ({ params, query }, { apps, attendance }): Asked<Paged<Attended>> => ({
    result: attendance.list(apps.get(params), params.session_id, {
      view: query.view ?? 'raw',
      search: query.search || undefined,
      order: { by: query.sort_by ?? 'joinedAt', direction: query.sort_order ?? 'DESC' },
      page: toPage(query),
    }),
    includePeerEvents: query.include_peer_events === true,
  }),
  documented: {
    schema: Answer({ data: Type.Object({ participants: Type.Array(AttendeeSchema), paging: PagingSchema }) }),
    render: ({ result, includePeerEvents }, view) => ({
      success: true,
      data: {
        participants: result.items.map((attended) => toDocumented(attended, { view, includePeerEvents })),
        paging: toPaging(result),
      },
    }),
  },
  recorded: {
    schema: Answer({
      data: Type.Object({ participants: Type.Array(RecordedAttendeeSchema), paging: PagingSchema }),
    }),
    render: ({ result, includePeerEvents }, view) => ({
      success: true,
      data: {
        participants: result.items.map((attended) => toRecorded(attended, { view, includePeerEvents })),
        paging: toPaging(result),
      },
    }),
  },
})

const getAttendee = operation({
  id: 'GetParticipantDetails',
  summary: 'Fetch a participant of a session',
  method: 'GET',
  path: `${path}/:participant_id`,
  status: 200,
  params: Type.Object({ ...sessionParams, participant_id: anyId('The peer id, or ID of the participant') }),
  query: GetAttendeeQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noSession', 'noUser'],
  handle: ({ params, query }, { apps, attendance }): Asked<Attended> => ({
    result: attendance.get(apps.get(params), params.session_id, params.participant_id),
    includePeerEvents: query.include_peer_events === true,
  }),
  documented: {
    schema: Answer({ data: Type.Object({ participant: AttendeeSchema }) }),
    render: ({ result, includePeerEvents }, view) => ({
      success: true,
      data: { participant: toDocumented(result, { view, includePeerEvents }) },
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Object({ participant: RecordedAttendeeSchema }) }),
    render: ({ result, includePeerEvents }, view) => ({
      success: true,
      data: { participant: toRecorded(result, { view, includePeerEvents }) },
    }),
  },
})

type ReportAsked = Asked<Attended> & { filters: PeerReportFilter[] }

/** Read a list of filters, as an older SDK documents it; published is a single one. @throws ApiError badRequest */
function readFilters(text: string | undefined): PeerReportFilter[] {
  if (!text) return []
  const names = text.split(',')
  if (names.every((name) => peerReportFilters.includes(name as PeerReportFilter)))
    return names as PeerReportFilter[]
  throw apiError(
    'badRequest',
    `"filters" must be of [${peerReportFilters.join(', ')}], with commas and no spaces between`,
  )
}

const { preset_name: _, ...recordedWithoutPreset } = RecordedAttendeeSchema.properties

const getPeerReport = operation({
  id: 'GetParticipantDataFromPeerId',
  summary: 'Fetch the report of a peer',
  method: 'GET',
  path: `${appPath}/sessions/peer-report/:peer_id`,
  status: 200,
  params: Type.Object({ ...appParams, peer_id: anyId('ID of the peer') }),
  query: PeerReportQuerySchema,
  errors: ['noApp', 'noUser'],
  handle: ({ params, query }, { apps, attendance }): ReportAsked => ({
    result: attendance.ofPeer(apps.get(params), params.peer_id),
    includePeerEvents: query.include_peer_events === true,
    filters: readFilters(query.filters),
  }),
  documented: {
    schema: Answer({
      data: Type.Object({
        participant: Type.Object({
          ...AttendeeSchema.properties,
          session_id: Type.Optional(
            Type.String({ format: 'uuid', description: 'Absent when the id is no UUID.' }),
          ),
          role: Type.Optional(Type.String()),
          peer_report: PeerReportSchema,
        }),
      }),
    }),
    render({ result, includePeerEvents, filters }, view) {
      const { preset_name: role, ...attendee } = toDocumented(result, { view, includePeerEvents })
      return {
        success: true,
        data: {
          participant: {
            ...attendee,
            role,
            session_id: isUuid(result.session.id) ? result.session.id : undefined,
            peer_report: toPeerReport(result.viewType, filters),
          },
        },
      }
    },
  },
  recorded: {
    schema: Answer({
      data: Type.Object({
        participant: Type.Object({
          ...recordedWithoutPreset,
          role: Nullable(Type.String()),
          ...oldReport,
          peer_report: PeerReportSchema,
        }),
      }),
    }),
    render({ result, includePeerEvents, filters }, view) {
      const { preset_name: role, ...attendee } = toRecorded(result, { view, includePeerEvents })
      return {
        success: true,
        data: {
          participant: {
            ...attendee,
            role,
            ...toOldReport(attendee.id, filters),
            peer_report: toPeerReport(result.viewType, filters),
          },
        },
      }
    },
  },
})

export const sessionParticipantOperations = [listAttendees, getAttendee, getPeerReport]
