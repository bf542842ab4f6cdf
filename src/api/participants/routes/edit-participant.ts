import { operation } from '../../operation.js'
import { ParticipantPatchSchema } from '../schemas.js'
import { admitted, notFound, ofParticipant } from './common.js'

export const editParticipant = operation({
  id: 'edit_participant',
  summary: 'Change some of a participant',
  method: 'PATCH',
  ...ofParticipant,
  body: ParticipantPatchSchema,
  errors: [...notFound, 'noPresetOfName'],
  handle({ params, body }, { apps, meetings, participants }) {
    const app = apps.get(params)
    const meeting = meetings.get(app, params.meeting_id)
    return participants.update(app, meeting, { id: params.participant_id, patch: body })
  },
  ...admitted,
})
