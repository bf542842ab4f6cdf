import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import type { Participant } from '../participant.js'
import { ParticipantSchema, RecordedParticipantSchema } from '../schemas.js'
import { toDocumented, toRecorded } from '../wire.js'
import { notFound, ofParticipant } from './common.js'

export const getParticipant = operation({
  id: 'get_meeting_participant',
  summary: 'Fetch a participant of a meeting',
  method: 'GET',
  ...ofParticipant,
  errors: notFound,
  handle: ({ params }, { apps, meetings, participants }) =>
    participants.get(meetings.get(apps.get(params), params.meeting_id), params.participant_id),
  documented: {
    schema: Answer({ data: ParticipantSchema }),
    render: (participant: Participant) => ({ success: true, data: toDocumented(participant) }),
  },
  recorded: {
    schema: Answer({ data: RecordedParticipantSchema }),
    render: (participant: Participant) => ({ success: true, data: toRecorded(participant) }),
  },
})
