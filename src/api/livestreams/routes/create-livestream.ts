import { Type } from '@sinclair/typebox'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { Livestream } from '../livestream.js'
import { CreateLivestreamSchema, DocumentedCreatedSchema, RecordedCreatedSchema } from '../schemas.js'
import { toDocumentedCreated, toRecorded } from '../wire.js'

export const createLivestream = operation({
  id: 'create_livestream',
  summary: 'Create an independent livestream',
  method: 'POST',
  path: `${appPath}/livestreams`,
  status: 201,
  params: Type.Object(appParams),
  body: CreateLivestreamSchema,
  strictBody: true,
  errors: ['noApp', 'badDirective'],
  handle: ({ params, body }, { apps, livestreams }) => livestreams.create(apps.get(params), body),
  documented: {
    schema: Answer({ data: DocumentedCreatedSchema }),
    render: (livestream: Livestream, view) => ({
      success: true,
      data: toDocumentedCreated(livestream, view),
    }),
  },
  recorded: {
    schema: Answer({ data: RecordedCreatedSchema }),
    render: (livestream: Livestream, view) => ({ success: true, data: toRecorded(livestream, view) }),
  },
})
