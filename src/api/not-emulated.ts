/**
 * The published operations that Greenroom does not emulate yet, so that a call of one is not taken for a typing error.
 * One that is registered is served, whether it still stands here or not. ASSUMED: the others answer 501. Source: Cloudflare's OpenAPI document.
 */

import { appPath } from './operation.js'

const recordings = `${appPath}/recordings`
const session = `${appPath}/sessions/:session_id`

const published: readonly [id: string, method: string, path: string][] = [
  ['get_all_recordings', 'GET', recordings],
  ['start_recording', 'POST', recordings],
  ['startTrackRecordingForAMeeting', 'POST', `${recordings}/track`],
  ['get_one_recording', 'GET', `${recordings}/:recording_id`],
  ['pause_resume_stop_recording', 'PUT', `${recordings}/:recording_id`],
  ['get_active_recording', 'GET', `${recordings}/active-recording/:meeting_id`],
  ['GetSessionParticipants', 'GET', `${session}/participants`],
  ['GetParticipantDetails', 'GET', `${session}/participants/:participant_id`],
  ['GetSessionChat', 'GET', `${session}/chat`],
  ['GetSessionTranscript', 'GET', `${session}/transcript`],
  ['GetSessionSummary', 'GET', `${session}/summary`],
  ['post-sessions-session_id-summary', 'POST', `${session}/summary`],
  ['GetParticipantDataFromPeerId', 'GET', `${appPath}/sessions/peer-report/:peer_id`],
]

export const notEmulated = published.map(([id, method, path]) => ({ id, method, path }))
