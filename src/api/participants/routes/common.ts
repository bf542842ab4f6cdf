import { Type } from '@sinclair/typebox'
import { participantParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath } from '../../operation.js'
import { ParticipantSchema, RecordedParticipantSchema, token } from '../schemas.js'
import type { Admitted } from '../service.js'
import { toDocumented, toRecorded } from '../wire.js'

export const participantsPath = `${appPath}/meetings/:meeting_id/participants`

/** What the operations of one participant have in common. */
export const ofParticipant = {
  path: `${participantsPath}/:participant_id`,
  status: 200,
  params: Type.Object(participantParams),
} as const

export const notFound = ['noApp', 'invalidGuid', 'noMeeting', 'noMeetingParticipant'] as const

/** How a participant with a token looks on the wires. */
export const admitted = {
  documented: {
    schema: Answer({ data: Type.Object({ ...ParticipantSchema.properties, token }) }),
    render: ({ participant, token }: Admitted) => ({
      success: true,
      data: { ...toDocumented(participant), token },
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Object({ ...RecordedParticipantSchema.properties, token }) }),
    render: ({ participant, token }: Admitted) => ({
      success: true,
      data: { ...toRecorded(participant), token },
    }),
  },
}
