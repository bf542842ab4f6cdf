import { Type } from '@sinclair/typebox'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import { token } from '../schemas.js'
import type { Admitted } from '../service.js'
import { notFound, ofParticipant } from './common.js'

export const regenerateToken = operation({
  id: 'regenerate_token',
  summary: 'Give a participant a new token',
  method: 'POST',
  ...ofParticipant,
  path: `${ofParticipant.path}/token`,
  errors: notFound,
  handle({ params }, { apps, meetings, participants }) {
    const app = apps.get(params)
    return participants.renewToken(app, meetings.get(app, params.meeting_id), params.participant_id)
  },
  documented: {
    schema: Answer({ data: Type.Object({ token }) }),
    render: ({ token }: Admitted) => ({ success: true, data: { token } }),
  },
})
