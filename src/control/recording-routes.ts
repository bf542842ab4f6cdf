import { route } from '../http/route.js'
import { RecordingEventAnswerSchema, RecordingEventSchema, RecordingIdSchema } from './recording-schemas.js'
import type { RecordingsControl } from './recordings.js'

/** Declare the operations on recordings. */
export const createRecordingRoutes = (recordings: RecordingsControl) => ({
  event: route({
    id: 'sendRecordingEvent',
    summary: 'Let a recording begin, pause, resume, stop, be uploaded or fail now',
    method: 'POST',
    path: '/recordings/:recording_id/events',
    params: RecordingIdSchema,
    body: RecordingEventSchema,
    answer: RecordingEventAnswerSchema,
    errors: ['noRecording', 'ambiguousRecording', 'illegalRecordingEvent'],
    handle: ({ params, body }) => recordings.event(params.recording_id, body),
  }),
})
