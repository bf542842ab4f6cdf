import { activeSessionOperations } from './active-session/routes.js'
import { analyticsOperations } from './analytics/routes.js'
import { appOperations } from './apps/routes.js'
import { livestreamOperations } from './livestreams/routes/index.js'
import { meetingOperations } from './meetings/routes.js'
import type { operation } from './operation.js'
import { participantOperations } from './participants/routes/index.js'
import { presetOperations } from './presets/routes.js'
import { recordingOperations } from './recordings/routes/index.js'
import { sessionFileOperations } from './sessions/files/routes.js'
import { sessionParticipantOperations } from './sessions/participants/routes.js'
import { sessionOperations } from './sessions/routes.js'
import { webhookOperations } from './webhooks/routes/index.js'

interface OperationGroup {
  /** The tag of the operations in the OpenAPI document. */
  name: string
  description: string
  operations: readonly ReturnType<typeof operation>[]
}

/** The operations of the emulated API by their subjects. */
export const operationGroups: readonly OperationGroup[] = [
  {
    name: 'Livestreams',
    description: 'Livestreams of meetings and independent ones, and their livestream sessions.',
    operations: livestreamOperations,
  },
  {
    name: 'Analytics',
    description: 'Counts and minutes, day by day and in all.',
    operations: analyticsOperations,
  },
  { name: 'Apps', description: 'The apps of an account.', operations: appOperations },
  { name: 'Meetings', description: 'Where participants meet.', operations: meetingOperations },
  { name: 'Presets', description: 'What participants see and may do.', operations: presetOperations },
  {
    name: 'Participants',
    description: 'Who may join a meeting, and the tokens with which they join.',
    operations: participantOperations,
  },
  {
    name: 'Sessions',
    description: 'What happened in meetings: who was there, and the files of what was said.',
    operations: [...sessionOperations, ...sessionParticipantOperations, ...sessionFileOperations],
  },
  {
    name: 'Active session',
    description: 'What can be done with a meeting while its participants are there.',
    operations: activeSessionOperations,
  },
  {
    name: 'Recordings',
    description: 'Recordings of meetings, and of each participant by themselves.',
    operations: recordingOperations,
  },
  {
    name: 'Webhooks',
    description: 'Addresses that hear of what happens in an app.',
    operations: webhookOperations,
  },
]

/** Every operation of the emulated API. */
export const operations = operationGroups.flatMap((group) => group.operations)
