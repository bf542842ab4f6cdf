/** Greenroom in a test of vitest: one emulator for all, and an account of its own for each test. */

import Cloudflare from 'cloudflare'
import { createEmulator, type Emulator } from 'greenroom'
import { afterAll, beforeAll, expect, test } from 'vitest'

let emulator: Emulator
let client: Cloudflare
beforeAll(async () => {
  emulator = await createEmulator({ clock: 'frozen', fixtures: ['none'] })
  client = new Cloudflare({ baseURL: emulator.baseUrl, apiToken: 'any' })
})
afterAll(() => emulator.close())

let accounts = 0
async function newMeeting() {
  const { apps, meetings } = client.realtimeKit
  const account_id = `account-${++accounts}`
  const app_id = (await apps.post({ account_id, name: 'Town hall' })).data?.app?.id ?? ''
  const meeting = (await meetings.create(app_id, { account_id, title: 'Questions' })).data
  return { meetingId: meeting?.id ?? '', inApp: { account_id, app_id } }
}

test('a livestream is LIVE after two seconds', async () => {
  const { livestreams } = client.realtimeKit
  const { meetingId, inApp } = await newMeeting()
  await livestreams.startLivestreamingAMeeting(meetingId, inApp)
  await emulator.clock.advance({ seconds: 2 })
  const active = await livestreams.getMeetingActiveLivestreams(meetingId, inApp)
  expect(active.data?.status).toBe('LIVE')
})

test('what goes wrong in one account goes well in another', async () => {
  const { livestreams } = client.realtimeKit
  const [unlucky, lucky] = [await newMeeting(), await newMeeting()]
  const operation = 'start-livestreaming'
  emulator.faults.add({
    match: { operation, account_id: unlucky.inApp.account_id },
    action: { status: 503, retry_after: 0 },
  })
  await expect(livestreams.startLivestreamingAMeeting(unlucky.meetingId, unlucky.inApp)).rejects.toThrow(
    '503',
  )
  await livestreams.startLivestreamingAMeeting(lucky.meetingId, lucky.inApp)
  emulator.requests.verify({ operation, account_id: unlucky.inApp.account_id, status: 503, exactly: 3 })
  emulator.requests.verify({ operation, account_id: lucky.inApp.account_id, exactly: 1 })
})
