import { getActiveLivestream } from './active.js'
import { getActiveLivestreamSession } from './active-session.js'
import { createLivestream } from './create.js'
import { getLivestream } from './details.js'
import { listLivestreams } from './list.js'
import { getLivestreamsOfMeeting } from './of-meeting.js'
import { getLivestreamSessionsOfSession } from './of-session.js'
import { getLivestreamSession } from './session.js'
import { startLivestreaming } from './start.js'
import { stopLivestreaming } from './stop.js'

export const livestreamOperations = [
  listLivestreams,
  createLivestream,
  getLivestream,
  getActiveLivestreamSession,
  getLivestreamSession,
  startLivestreaming,
  getActiveLivestream,
  stopLivestreaming,
  getLivestreamsOfMeeting,
  getLivestreamSessionsOfSession,
]
