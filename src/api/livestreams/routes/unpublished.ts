/** Operations that public clients call although the service does not publish them. */

import { Type } from '@sinclair/typebox'
import { livestreamParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { OperationId } from '../../operation-ids.js'
import type { Livestream } from '../livestream.js'
import { DocumentedListedSchema, RecordedLivestreamSchema } from '../schemas.js'
import { toDocumented, toRecorded } from '../wire.js'

/** ASSUMED: the answer is the changed livestream, as livestream details give it. */
const changing = (
  does: 'disable' | 'enable' | 'resetStreamKey',
  definition: { id: OperationId; summary: string; method: 'PUT' | 'POST'; action: string },
) =>
  operation({
    id: definition.id,
    summary: definition.summary,
    unpublished: 'Public clients call it. The form of the answer is assumed.',
    method: definition.method,
    path: `${appPath}/livestreams/:livestream_id/${definition.action}`,
    status: 200,
    params: Type.Object(livestreamParams),
    errors: ['noApp', 'noLivestream'],
    handle: ({ params }, { apps, livestreams }) =>
      livestreams[does](livestreams.get(apps.get(params), params.livestream_id)),
    documented: {
      schema: Answer({ data: DocumentedListedSchema }),
      render: (livestream: Livestream, view) => ({ success: true, data: toDocumented(livestream, view) }),
    },
    recorded: {
      schema: Answer({ data: RecordedLivestreamSchema }),
      render: (livestream: Livestream, view) => ({ success: true, data: toRecorded(livestream, view) }),
    },
  })

export const disableLivestream = changing('disable', {
  id: 'disable_livestream',
  summary: 'Disable a livestream',
  method: 'PUT',
  action: 'disable',
})

export const enableLivestream = changing('enable', {
  id: 'enable_livestream',
  summary: 'Enable a livestream',
  method: 'PUT',
  action: 'enable',
})

export const resetStreamKey = changing('resetStreamKey', {
  id: 'reset_livestream_stream_key',
  summary: "Reset a livestream's stream key",
  method: 'POST',
  action: 'reset-stream-key',
})
