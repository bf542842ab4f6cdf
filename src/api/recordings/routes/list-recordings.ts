import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { instantOf } from '../../../http/wire.js'
import { operation } from '../../operation.js'
import { statuses } from '../lifecycle.js'
import {
  ListedRecordingSchema,
  ListRecordingsQuerySchema,
  RecordedListedRecordingSchema,
} from '../schemas.js'
import type { RecordingOfMeeting } from '../service.js'
import { toDocumentedListed, toRecordedListed } from '../wire.js'
import { recordingsPath } from './common.js'

/** ASSUMED: the times are those of the invocation, both included. */
export const listRecordings = operation({
  id: 'get_all_recordings',
  summary: 'Fetch all recordings of an app, or of a meeting',
  method: 'GET',
  path: recordingsPath,
  status: 200,
  params: Type.Object(appParams),
  query: ListRecordingsQuerySchema,
  errors: ['noApp', 'invalidGuid'],
  handle({ params, query }, { apps, meetings, recordings }) {
    const app = apps.get(params)
    if (query.meeting_id !== undefined) meetings.checkId(app, query.meeting_id, 'meeting_id')
    const wanted = statuses.filter((status) => query.status?.includes(status))
    return recordings.list(app, {
      filter: {
        meetingId: query.meeting_id,
        expired: query.expired,
        search: query.search,
        startTime: instantOf(query.start_time),
        endTime: instantOf(query.end_time),
        ...(wanted.length && { statuses: wanted }),
      },
      order: query.sort_order ?? 'DESC',
      page: toPage(query),
    })
  },
  documented: {
    schema: Answer({ data: Type.Array(ListedRecordingSchema), paging: PagingSchema }),
    render: (paged: Paged<RecordingOfMeeting>, view) => ({
      success: true,
      data: paged.items.map((item) => toDocumentedListed(item, view)),
      paging: toPaging(paged),
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Array(RecordedListedRecordingSchema), paging: PagingSchema }),
    render: (paged: Paged<RecordingOfMeeting>, view) => ({
      success: true,
      data: paged.items.map((item) => toRecordedListed(item, view)),
      paging: toPaging(paged),
    }),
  },
})
