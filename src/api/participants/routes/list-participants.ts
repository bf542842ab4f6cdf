import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import type { Participant } from '../participant.js'
import { ListParticipantsQuerySchema, ParticipantSchema, RecordedParticipantSchema } from '../schemas.js'
import { toDocumented, toRecorded } from '../wire.js'
import { participantsPath } from './common.js'

/** ASSUMED: newest first. */
export const listParticipants = operation({
  id: 'get_meeting_participants',
  summary: 'Fetch all participants of a meeting',
  method: 'GET',
  path: participantsPath,
  status: 200,
  params: Type.Object(meetingParams),
  query: ListParticipantsQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noMeeting'],
  handle: ({ params, query }, { apps, meetings, participants }) =>
    participants.list(meetings.get(apps.get(params), params.meeting_id), { page: toPage(query) }),
  documented: {
    schema: Answer({ data: Type.Array(ParticipantSchema), paging: PagingSchema }),
    render: (paged: Paged<Participant>) => ({
      success: true,
      data: paged.items.map(toDocumented),
      paging: toPaging(paged),
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Array(RecordedParticipantSchema), paging: PagingSchema }),
    render: (paged: Paged<Participant>) => ({
      success: true,
      data: paged.items.map(toRecorded),
      paging: toPaging(paged),
    }),
  },
})
