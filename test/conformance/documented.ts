import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

const appIds = ['app_id', '14a396e7-ca44-4937-bf1f-050a69118543']
const meetingIds = ['meeting_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e']
const webhookIds = ['webhook_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e']
const sessionIds = ['session_id', '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e']

/** The snippets of the documentation, as printed, in both of its apps. */
export async function documented(caller: Caller) {
  const { call, get, pages } = caller
  await pages('/apps', ({ paging }) => paging)
  await get('/apps?search=Documentation&sort_order=ASC')

  for (const app of appIds) {
    await get(`/apps/${app}`)

    const listed = await pages(`/${app}/livestreams`, ({ data }) => data.paging)
    assert.equal(new Set(listed.map(({ data }) => data.id)).size, listed.length, 'a livestream is repeated')
    for (const status of ['INVOKED', 'LIVE', 'IDLE', 'ERRORED'])
      await get(`/${app}/livestreams?status=${status}`)
    await get(`/${app}/livestreams?exclude_meetings=true&sort_order=ASC`)
    await get(
      `/${app}/livestreams?sort_order=DSC&start_time=2025-01-01T00:00:00Z&end_time=2027-01-01T00:00:00Z`,
    )
    await pages(`/${app}/livestreams/livestream_id`, ({ data }) => data.paging)
    await get(`/${app}/livestreams/livestream_id/active-livestream-session`)
    await get(`/${app}/livestreams/sessions/livestream-session-id`)

    await pages(`/${app}/meetings`, ({ paging }) => paging)
    await get(`/${app}/meetings?status=ACTIVE&search=meeting`)
    for (const meeting of meetingIds) {
      await get(`/${app}/meetings/${meeting}`)
      await call('POST', `/${app}/meetings/${meeting}/livestreams`, 201, { body: { name: 'Printed' } })
      await get(`/${app}/meetings/${meeting}/active-session`)
      await get(`/${app}/meetings/${meeting}/active-livestream`)
      await pages(`/${app}/meetings/${meeting}/livestream`, ({ data }) => data.paging)
    }

    await pages(`/${app}/sessions`, ({ paging }) => paging)
    await get(`/${app}/sessions?status=LIVE&sort_by=minutesConsumed&sort_order=ASC&participants=0:10`)
    for (const session of sessionIds) {
      await get(`/${app}/sessions/${session}`)
      await pages(`/${app}/sessions/${session}/livestream-sessions`, ({ data }) => data.paging)
    }

    await get(`/${app}/analytics/daywise`)
    await get(`/${app}/analytics/daywise?start_date=2025-12-01&end_date=2026-01-01`)
    for (const kind of ['overall', 'daywise']) {
      await get(`/${app}/analytics/livestreams/${kind}`)
      await get(`/${app}/analytics/livestreams/${kind}?start_time=1735689600&end_time=1798761600&filters=x`)
    }

    await get(`/${app}/webhooks`)
    await get(`/${app}/webhooks/all`)
    for (const webhook of webhookIds) {
      const path = `/${app}/webhooks/${webhook}`
      await get(path)
      await call('PATCH', path, 200, { body: { name: 'Patched' } })
      const url = 'https://webhook.site/b23a5bbd-c7b0-4ced-a9e2-78ae7889897e'
      const body = { name: 'Put', url, events: ['meeting.summary'], enabled: false }
      await call('PUT', path, 200, { body })
      await call('DELETE', path, 200)
    }

    for (const meeting of meetingIds) {
      await call('PATCH', `/${app}/meetings/${meeting}`, 200, { body: { title: 'Patched' } })
      await call('PUT', `/${app}/meetings/${meeting}`, 200, { body: { title: 'Put' } })
      await call('POST', `/${app}/meetings/${meeting}/active-livestream/stop`, 200)
      await call('POST', `/${app}/meetings/${meeting}/livestreams`, 201, { body: { name: 'Again' } })
      await pages(`/${app}/meetings/${meeting}/livestream`, ({ data }) => data.paging)
    }
  }
}
