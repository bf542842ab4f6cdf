import { createLivestream } from './create-livestream.js'
import { getActiveLivestream } from './get-active-livestream.js'
import { getActiveLivestreamSession } from './get-active-livestream-session.js'
import { getLivestream } from './get-livestream.js'
import { getLivestreamSession } from './get-livestream-session.js'
import { listLivestreamSessionsOfSession } from './list-livestream-sessions-of-session.js'
import { listLivestreams } from './list-livestreams.js'
import { listLivestreamsOfMeeting } from './list-livestreams-of-meeting.js'
import { startLivestreaming } from './start-livestreaming.js'
import { stopLivestreaming } from './stop-livestreaming.js'
import { disableLivestream, enableLivestream, resetStreamKey } from './unpublished.js'

export const livestreamOperations = [
  listLivestreams,
  createLivestream,
  getLivestream,
  getActiveLivestreamSession,
  getLivestreamSession,
  startLivestreaming,
  getActiveLivestream,
  stopLivestreaming,
  listLivestreamsOfMeeting,
  listLivestreamSessionsOfSession,
  disableLivestream,
  enableLivestream,
  resetStreamKey,
]
