import { Type } from '@sinclair/typebox'
import { appParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { readUnixOrIso } from '../../http/validation.js'
import { instantOf } from '../../http/wire.js'
import { appPath, operation } from '../operation.js'
import {
  AppAnalyticsQuerySchema,
  AppAnalyticsSchema,
  DayTotalsSchema,
  type LivestreamAnalyticsQuery,
  LivestreamAnalyticsQuerySchema,
  TotalsSchema,
} from './schemas.js'
import { toAppAnalytics, toDocumentedDay, toRecordedDay, toTotals } from './wire.js'

const MS_PER_DAY = 86_400_000

const path = `${appPath}/analytics`

const readInstant = (text: string | undefined) => (text === undefined ? undefined : readUnixOrIso(text))

const readPeriod = (query: LivestreamAnalyticsQuery) => ({
  from: readInstant(query.start_time),
  until: readInstant(query.end_time),
})

/** A date, or the date of a date-time. @returns Unix milliseconds of its midnight, UTC */
const startOfDay = (text: string | undefined) => {
  const instant = instantOf(text)
  return instant === undefined ? undefined : instant - (((instant % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY)
}

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
    const period = readPeriod(query)
    return { totals: analytics.overall(app, period), days: () => analytics.daywise(app, period) }
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
  handle: ({ params, query }, { apps, analytics }) => analytics.daywise(apps.get(params), readPeriod(query)),
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
  handle: ({ params, query }, { apps, analytics }) =>
    analytics.app(apps.get(params), {
      from: startOfDay(query.start_date),
      until: startOfDay(query.end_date),
    }),
  documented: {
    schema: Answer({ data: AppAnalyticsSchema }),
    render: (days) => ({ success: true, data: toAppAnalytics(days) }),
  },
})

export const analyticsOperations = [overall, daywise, appDaywise]
