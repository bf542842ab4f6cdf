import { activeSessionOperations } from './active-session/routes.js'
import { analyticsOperations } from './analytics/routes.js'
import { appOperations } from './apps/routes.js'
import { livestreamOperations } from './livestreams/routes/index.js'
import { meetingOperations } from './meetings/routes.js'
import { participantOperations } from './participants/routes/index.js'
import { presetOperations } from './presets/routes.js'
import { recordingOperations } from './recordings/routes/index.js'
import { sessionFileOperations } from './sessions/files/routes.js'
import { sessionParticipantOperations } from './sessions/participants/routes.js'
import { sessionOperations } from './sessions/routes.js'
import { webhookOperations } from './webhooks/routes/index.js'

/** Every operation of the emulated API. */
export const operations = [
  ...livestreamOperations,
  ...analyticsOperations,
  ...appOperations,
  ...meetingOperations,
  ...presetOperations,
  ...participantOperations,
  ...sessionOperations,
  ...sessionParticipantOperations,
  ...sessionFileOperations,
  ...activeSessionOperations,
  ...recordingOperations,
  ...webhookOperations,
]
