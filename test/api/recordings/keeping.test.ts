/** Recordings outlive a restart, come back with a snapshot, stay within their account, and count in analytics. */

import t from 'tap'
import { createEmulator } from '../../../src/index.js'
import { createApi } from '../../helpers/api.js'
import { recordingsOf, startRecordings } from '../../helpers/recordings.js'
import { overInject } from '../../helpers/requests.js'
import { after } from '../../helpers/start.js'

t.test(
  'a restart in the middle: the upload comes when it was due, and the links still lead somewhere',
  async (t) => {
    const data = `${t.testdir()}/greenroom.db`
    const options = { data, clock: 'frozen', seed: 1, fixtures: ['none'] } as const
    const first = await createEmulator(options)
    const api = createApi(overInject(first))
    const app = await api.app()
    const meeting = await api.meeting(app)
    first.meetings.join(meeting)
    const recordings = recordingsOf(overInject(first), app)
    const { id } = (await recordings.start(meeting)).body.data
    await first.clock.advance(5)
    await recordings.act(id, 'stop')
    await first.close()

    const second = await createEmulator(options)
    t.teardown(() => second.close())
    const again = recordingsOf(overInject(second), app)
    t.equal((await again.look(id)).status, 'UPLOADING')
    await second.clock.advance(2)
    const { status, download_url } = await again.look(id)
    t.equal(status, 'UPLOADED')
    t.equal((await fetch(second.url + new URL(download_url).pathname)).status, 200)
  },
)

t.test('a snapshot brings back what was recorded then, and its link', async (t) => {
  const { emulator, recordings, record, join, advance } = await startRecordings(t)
  join()
  const id = await record()
  await advance(5)
  const before = await recordings.look(id)
  const snapshot = emulator.snapshot()
  await recordings.act(id, 'stop')
  await advance(5)
  snapshot.restore()
  t.strictSame(await recordings.look(id), before)
  await recordings.act(id, 'stop')
  await advance(5)
  const { download_url } = await recordings.look(id)
  t.equal((await fetch(emulator.url + new URL(download_url).pathname)).status, 200)
  emulator.reset()
  t.equal((await fetch(emulator.url + new URL(download_url).pathname)).status, 404)
})

t.test('another account sees nothing of it, but whoever has the link has the file', async (t) => {
  const { emulator, app, send, recordings, record, join, advance } = await startRecordings(t)
  join()
  const id = await record()
  await advance(2)
  await recordings.act(id, 'stop')
  await advance(2)
  const other = recordingsOf(send, app, 'other')
  t.equal((await other.get(id)).status, 404)
  t.equal((await other.list()).status, 404)
  const { download_url } = await recordings.look(id)
  t.equal((await fetch(emulator.url + new URL(download_url).pathname)).status, 200)
  emulator.reset({ account_id: 'other' })
  t.equal((await recordings.look(id)).status, 'UPLOADED')
})

t.test('recording_stats count recordings that began, on their days', async (t) => {
  const { api, app, emulator, recordings, record, join, advance } = await startRecordings(t)
  const never = await record()
  await advance(60)
  t.equal((await recordings.look(never)).status, 'ERRORED')
  const stats = async () => (await api.get(`/${app}/analytics/daywise`)).body.data.recording_stats
  t.strictSame(await stats(), { day_stats: [], recording_count: 0, recording_minutes_consumed: 0 })
  join()
  for (const seconds of [90, 30]) {
    const id = await record()
    await advance(1.6 + seconds)
    await recordings.act(id, 'stop')
  }
  await emulator.clock.advance({ to: after(86_400 + 3600) })
  const id = await record()
  await advance(61.6)
  t.strictSame(await stats(), {
    day_stats: [
      { day: '2026-01-01', total_recordings: 2, total_recording_minutes: 2 },
      { day: '2026-01-02', total_recordings: 1, total_recording_minutes: 1 },
    ],
    recording_count: 3,
    recording_minutes_consumed: 3,
  })
  await recordings.act(id, 'stop')
})
