/** Greenroom in a test of node:test: one emulator for the file, as it was at first before each test. */

import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import Cloudflare from 'cloudflare'
import { createEmulator } from 'greenroom'

const emulator = await createEmulator({ clock: 'frozen', seed: 1 })
after(() => emulator.close())
beforeEach(() => emulator.reset())

const client = new Cloudflare({ baseURL: emulator.baseUrl, apiToken: 'any' })
const { livestreams } = client.realtimeKit
const inApp = { account_id: '023e105f4ecef8ad9ca31a8372d0c353', app_id: 'app_id' }

test('a livestream goes live two seconds after its start', async () => {
  const started = await livestreams.startLivestreamingAMeeting('meeting_id', inApp)
  assert.equal(started.data?.status, 'INVOKED')

  await emulator.clock.advance({ seconds: 2 })
  const active = await livestreams.getMeetingActiveLivestreams('meeting_id', inApp)
  assert.equal(active.data?.status, 'LIVE')
})

test('the SDK tries a stop again that failed', async () => {
  await livestreams.startLivestreamingAMeeting('meeting_id', inApp)
  emulator.faults.add({
    match: { operation: 'stop_livestreaming' },
    action: { status: 503, retry_after: 0 },
    times: 1,
  })
  await livestreams.stopLivestreamingAMeeting('meeting_id', inApp)
  emulator.requests.verify({ operation: 'stop_livestreaming', exactly: 2 })
})
