import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
import { ParticipantBodySchema } from '../schemas.js'
import { admitted, participantsPath } from './common.js'

export const addParticipant = operation({
  id: 'add_participant',
  summary: 'Add a participant to a meeting',
  method: 'POST',
  path: participantsPath,
  status: 201,
  params: Type.Object(meetingParams),
  body: ParticipantBodySchema,
  errors: ['noApp', 'invalidGuid', 'noMeeting', 'noPresetOfName'],
  handle({ params, body }, { apps, meetings, participants }) {
    const app = apps.get(params)
    return participants.add(app, meetings.get(app, params.meeting_id), body)
  },
  ...admitted,
})
