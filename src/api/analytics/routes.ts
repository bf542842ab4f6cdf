import { Type } from '@sinclair/typebox'
import { appParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { appPath, operation } from '../operation.js'
import {
  AppAnalyticsQuerySchema,
  AppAnalyticsSchema,
  DayTotalsSchema,
  LivestreamAnalyticsQuerySchema,
  TotalsSchema,
} from './schemas.js'
import { toAppAnalytics, toDocumentedDay, toRecordedDay, toTotals } from './wire.js'

const path = `${appPath}/analytics`

const overall = operation({
  id: 'get-livestream-analytics-complete',
  summary: 'Complete livestream analytics',
  method: 'GET',
  path: `${path}/livestreams/overall`,
  status: 200,
  params: Type.Object(appParams),
  query: LivestreamAnalyticsQuerySchema,
  errors: ['noApp'],
  handle({ params, query }, { apps, analytics }) {
    const app = apps.get(params)
    return { totals: analytics.overall(app, query), days: () => analytics.daywise(app, query) }
  },
  documented: {
    schema: Answer({ data: TotalsSchema }),
    render: ({ totals }) => ({ success: true, data: toTotals(totals) }),
  },
  recorded: {
    // The body that was recorded is the day-wise one.
    schema: Answer({ data: Type.Array(DayTotalsSchema) }),
    render: ({ days }) => ({ success: true, data: days().map(toRecordedDay) }),
  },
})

const daywise = operation({
  id: 'get-livestream-analytics-daywise',
  summary: 'Day-wise livestream analytics',
  method: 'GET',
  path: `${path}/livestreams/daywise`,
  status: 200,
  params: Type.Object(appParams),
  query: LivestreamAnalyticsQuerySchema,
  errors: ['noApp'],
  handle: ({ params, query }, { apps, analytics }) => analytics.daywise(apps.get(params), query),
  documented: {
    schema: Answer({ data: Type.Array(DayTotalsSchema) }),
    render: (days) => ({ success: true, data: days.map(toDocumentedDay) }),
  },
  recorded: {
    schema: Answer({ data: Type.Array(DayTotalsSchema) }),
    render: (days) => ({ success: true, data: days.map(toRecordedDay) }),
  },
})

const appDaywise = operation({
  id: 'get-org-analytics',
  summary: 'Day-wise session and recording analytics of an app',
  method: 'GET',
  path: `${path}/daywise`,
  status: 200,
  params: Type.Object(appParams),
  query: AppAnalyticsQuerySchema,
  errors: ['noApp'],
  handle: ({ params, query }, { apps, analytics }) => analytics.app(apps.get(params), query),
  documented: {
    schema: Answer({ data: AppAnalyticsSchema }),
    render: (days) => ({ success: true, data: toAppAnalytics(days) }),
  },
})

export const analyticsOperations = [overall, daywise, appDaywise]
