/** What the measured servers hold. */

import type { Fixture } from '../../src/fixtures/schemas.js'

export const accountId = 'bench'
export const appId = '0b5e1c1e-0000-4000-8000-000000000000'
export const headers = { authorization: 'Bearer bench' }

const uuid = (kind: number, i: number) =>
  `0b5e1c1e-${String(kind).padStart(4, '0')}-4000-8000-${String(i).padStart(12, '0')}`
export const livestreamId = (i: number) => uuid(1, i)
/** A meeting that has no livestream yet. */
export const meetingId = (i: number) => uuid(2, i)

/** The path of the account, below which the apps are. */
export const kits = `/client/v4/accounts/${accountId}/realtime/kit`
export const kit = `${kits}/${appId}`

/** One app with so many livestreams of the last day, each stopped after one broadcast, and idle meetings. */
export const fixture = (counts: { livestreams: number; meetings: number }): Fixture => ({
  account_id: accountId,
  apps: [{ id: appId, name: 'Bench' }],
  meetings: Array.from({ length: counts.meetings }, (_, i) => ({
    app_id: appId,
    id: meetingId(i),
    title: `Meeting ${i}`,
  })),
  livestreams: Array.from({ length: counts.livestreams }, (_, i) => {
    const [created, stopped] = [`-${24 * 3600 - i * 60}s`, `-${24 * 3600 - i * 60 - 45}s`]
    return {
      app_id: appId,
      id: livestreamId(i),
      name: `Livestream ${i}`,
      status: 'IDLE' as const,
      created_at: created,
      sessions: [{ invoked_time: created, started_time: created, stopped_time: stopped, viewer_seconds: 90 }],
    }
  }),
})
