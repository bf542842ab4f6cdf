import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { instantOf } from '../../../http/wire.js'
import { appPath, operation } from '../../operation.js'
import type { Livestream } from '../livestream.js'
import {
  DocumentedListedSchema,
  documentedFirstListed,
  ListLivestreamsQuerySchema,
  RecordedLivestreamSchema,
} from '../schemas.js'
import { toDocumented, toDocumentedFirst, toRecorded } from '../wire.js'

export const listLivestreams = operation({
  id: 'fetch_all_livestreams',
  summary: 'Fetch all livestreams',
  method: 'GET',
  path: `${appPath}/livestreams`,
  status: 200,
  params: Type.Object(appParams),
  query: ListLivestreamsQuerySchema,
  errors: ['noApp'],
  handle: ({ params, query }, { apps, livestreams }) =>
    livestreams.list(apps.get(params), {
      filter: {
        status: query.status,
        excludeMeetings: query.exclude_meetings ?? false,
        startTime: instantOf(query.start_time),
        endTime: instantOf(query.end_time),
      },
      order: query.sort_order === 'ASC' ? 'ASC' : 'DESC',
      page: toPage(query),
    }),
  documented: {
    schema: Answer({
      data: Type.Object({
        ...documentedFirstListed,
        paging: PagingSchema,
        livestreams: Type.Array(DocumentedListedSchema, { description: 'The whole page.' }),
      }),
    }),
    render: (paged: Paged<Livestream>, view) => ({
      success: true,
      data: {
        ...toDocumentedFirst(paged.items[0], view),
        paging: toPaging(paged),
        livestreams: paged.items.map((livestream) => toDocumented(livestream, view)),
      },
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Array(RecordedLivestreamSchema), paging: PagingSchema }),
    render: (paged: Paged<Livestream>, view) => ({
      success: true,
      data: paged.items.map((livestream) => toRecorded(livestream, view)),
      paging: toPaging(paged),
    }),
  },
})
