import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import type { Participant } from '../participant.js'
import { DeletedParticipantSchema } from '../schemas.js'
import { toDeleted } from '../wire.js'
import { notFound, ofParticipant } from './common.js'

export const deleteParticipant = operation({
  id: 'delete_meeting_participant',
  summary: 'Delete a participant of a meeting, and make their tokens void',
  method: 'DELETE',
  ...ofParticipant,
  errors: notFound,
  handle: ({ params }, { apps, meetings, participants }) =>
    participants.remove(meetings.get(apps.get(params), params.meeting_id), params.participant_id),
  documented: {
    schema: Answer({ data: DeletedParticipantSchema }),
    render: (participant: Participant) => ({ success: true, data: toDeleted(participant) }),
  },
})
