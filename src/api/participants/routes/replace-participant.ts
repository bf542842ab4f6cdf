import { operation } from '../../operation.js'
import { ParticipantReplacementSchema } from '../schemas.js'
import { admitted, notFound, ofParticipant } from './common.js'

export const replaceParticipant = operation({
  id: 'replace_participant',
  summary: 'Replace all of a participant',
  method: 'PUT',
  ...ofParticipant,
  body: ParticipantReplacementSchema,
  errors: [...notFound, 'noPresetOfName'],
  handle({ params, body }, { apps, meetings, participants }) {
    const app = apps.get(params)
    const meeting = meetings.get(app, params.meeting_id)
    return participants.replace(app, meeting, { id: params.participant_id, body })
  },
  ...admitted,
})
