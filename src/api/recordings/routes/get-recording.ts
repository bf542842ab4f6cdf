import { operation } from '../../operation.js'
import { ofRecording, single } from './common.js'

export const getRecording = operation({
  id: 'get_one_recording',
  summary: 'Fetch a recording',
  method: 'GET',
  ...ofRecording,
  errors: ['noApp', 'invalidGuid', 'noRecording'],
  handle: ({ params }, { apps, recordings }) => recordings.get(apps.get(params), params.recording_id),
  ...single,
})
