import { actOnRecording } from './act-on-recording.js'
import { getActiveRecording } from './get-active-recording.js'
import { getRecording } from './get-recording.js'
import { listRecordings } from './list-recordings.js'
import { startRecording } from './start-recording.js'
import { startTracks } from './start-tracks.js'

export const recordingOperations = [
  listRecordings,
  startRecording,
  getRecording,
  actOnRecording,
  getActiveRecording,
  startTracks,
]
