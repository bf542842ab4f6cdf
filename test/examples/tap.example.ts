/** Greenroom in a test of tap: an emulator for each test, in which nothing but its own data is. */

import Cloudflare from 'cloudflare'
import { createEmulator } from 'greenroom'
import t, { type Test } from 'tap'

const account_id = 'my-account'

async function start(t: Test) {
  const emulator = await createEmulator({ clock: 'frozen', fixtures: ['none'] })
  t.teardown(() => emulator.close())
  const { realtimeKit } = new Cloudflare({ baseURL: emulator.baseUrl, apiToken: 'any' })
  const app_id = (await realtimeKit.apps.post({ account_id, name: 'Town hall' })).data?.app?.id ?? ''
  const meeting = (await realtimeKit.meetings.create(app_id, { account_id, title: 'Questions' })).data
  return { emulator, livestreams: realtimeKit.livestreams, meetingId: meeting?.id ?? '', app_id }
}

t.test('a livestream whose encoder is lost is no longer active', async (t) => {
  const { emulator, livestreams, meetingId, app_id } = await start(t)
  const name = 'Evening [fail after 30s: encoder lost]'
  await livestreams.startLivestreamingAMeeting(meetingId, { account_id, app_id, name })

  await emulator.clock.advance({ seconds: 29 })
  const active = await livestreams.getMeetingActiveLivestreams(meetingId, { account_id, app_id })
  t.equal(active.data?.status, 'LIVE')

  await emulator.clock.advance({ seconds: 1 })
  await t.rejects(livestreams.getMeetingActiveLivestreams(meetingId, { account_id, app_id }), {
    message: /No active livestream found/,
  })
})

t.test('a start that fails twice is tried a third time', async (t) => {
  const { emulator, livestreams, meetingId, app_id } = await start(t)
  const operation = 'start-livestreaming'
  emulator.faults.add({ match: { operation }, action: { status: 500, retry_after: 0 }, times: 2 })

  await livestreams.startLivestreamingAMeeting(meetingId, { account_id, app_id, name: 'Evening' })
  t.equal(emulator.requests.verify({ operation, body: { name: 'Evening' }, exactly: 3 }), 3)
  t.equal(emulator.requests.verify({ operation, status: 201, exactly: 1 }), 1)
})
