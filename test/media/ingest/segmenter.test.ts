/** How segments are cut from what an encoder sends, by its own times. */

import t from 'tap'
import { createBroadcast } from '../../../src/media/ingest/broadcast.js'
import { createTagReader } from '../../../src/media/ingest/flv.js'
import { createPushSource } from '../../../src/media/ingest/push-source.js'
import { beginningTags, clipTags, type FlvTag } from '../../helpers/encoder.js'
import { readTransportStream } from '../../helpers/transport-stream.js'

/** Feed a broadcast without a connection. */
function startBroadcast() {
  const broadcast = createBroadcast(0)
  const reader = createTagReader()
  return {
    broadcast,
    feed(...tags: FlvTag[]) {
      for (const { type, timestamp, data } of tags)
        broadcast.segmenter.take(
          reader.read({ kind: type === 9 ? 'video' : 'audio', timestamp: timestamp % 2 ** 32, data }),
        )
    },
    durations: () => broadcast.window().map(({ duration }) => Number(duration.toFixed(2))),
    breaks: () =>
      broadcast.window().flatMap(({ index, isDiscontinuous }) => (isDiscontinuous ? [index] : [])),
    playlist: () =>
      createPushSource(broadcast, { id: 'id', startedAt: 0, stoppedAt: null })?.media() ?? 'none',
    read: () => readTransportStream(broadcast.window().map(({ content }) => content)),
  }
}

const isKeyFrame = ({ type, data }: FlvTag) => type === 9 && data[0] === 0x17 && data[1] === 1

/** Leave each key frame that is not wanted as a picture like others: only its mark counts here. */
const withKeys = (tags: FlvTag[], isWanted: (seconds: number) => boolean) =>
  tags.map((tag) =>
    isKeyFrame(tag) && !isWanted(tag.timestamp / 1000)
      ? { ...tag, data: Buffer.concat([Buffer.from([0x27]), tag.data.subarray(1)]) }
      : tag,
  )

t.test('the first segment decides how long segments may be, and the playlist lasts three times that', (t) => {
  for (const { name, isWanted, target, window } of [
    { name: 'each 2 s', isWanted: () => true, target: 4, window: [2, 2, 2, 2, 2, 2] },
    { name: 'each 8 s', isWanted: (s: number) => s % 8 === 0, target: 8, window: [8, 8, 8, 8, 8, 8] },
    {
      name: 'after 8 s, then each 2 s',
      isWanted: (s: number) => s === 0 || s >= 8,
      target: 8,
      window: Array.from({ length: 12 }, () => 2),
    },
    {
      name: 'each 2 s, then none',
      isWanted: (s: number) => s < 4,
      target: 4,
      window: [4, 4, 4, 4, 4, 4],
    },
    {
      name: 'none but the first',
      isWanted: (s: number) => s === 0,
      target: 10,
      window: [10, 10, 10, 10, 10, 10],
    },
  ]) {
    const { feed, durations, playlist, read } = startBroadcast()
    feed(...beginningTags(), ...withKeys(clipTags({ until: 70.1 }), isWanted))
    t.strictSame(durations(), window, `key frames ${name}`)
    t.match(playlist(), `#EXT-X-TARGETDURATION:${target}\n`)
    t.strictSame(read().problems, [])
  }
  t.end()
})

t.test('a first segment that was broken off does not decide', (t) => {
  const { broadcast, feed, playlist } = startBroadcast()
  feed(...beginningTags(), ...clipTags({ until: 1 }))
  broadcast.segmenter.interrupt()
  const before = playlist()
  t.match(before, '#EXT-X-TARGETDURATION:10\n')
  feed(...beginningTags(), ...withKeys(clipTags({ until: 20.1 }), (s) => s % 8 === 0))
  t.match(
    playlist(),
    /TARGETDURATION:10\n[\s\S]*live-0\.ts\n#EXT-X-DISCONTINUITY\n[\s\S]*EXTINF:8\.00000,\nlive-1\.ts/,
  )
  t.end()
})

t.test('a jump of the clock is a discontinuity, and its wrap is one', (t) => {
  for (const { name, first, later } of [
    { name: 'back', first: 60_000, later: 0 },
    { name: 'far ahead', first: 0, later: 3_600_000 },
    { name: 'the wrap of FLV', first: 2 ** 31 - 4000, later: 2 ** 31 },
    { name: 'the wrap of RTMP', first: 2 ** 32 - 4000, later: 2 ** 32 },
  ]) {
    const { feed, breaks, read, durations } = startBroadcast()
    feed(
      ...beginningTags(first),
      ...clipTags({ until: 4, at: first }),
      ...clipTags({ until: 4.1, at: later }),
    )
    t.strictSame(breaks(), [2], name)
    t.ok(durations().every((each) => each > 1.9 && each <= 2))
    const { units, problems } = read()
    t.strictSame(problems, [])
    const times = units.filter(({ pid }) => pid === 0x100).map(({ dts }) => dts)
    t.ok(
      times.every((dts, i) => i === 0 || dts > (times[i - 1] ?? 0)),
      'and what is played goes up',
    )
  }
  const { feed, breaks } = startBroadcast()
  feed(...beginningTags(), ...clipTags({ until: 2 }), ...clipTags({ until: 4.1, at: 9000 }))
  t.strictSame(breaks(), [], 'a pause of some seconds is none')
  t.end()
})

t.test('a description that changes is a discontinuity, and one that is repeated is none', (t) => {
  const { feed, breaks, durations, playlist } = startBroadcast()
  feed(...beginningTags(), ...clipTags({ until: 2 }))
  feed(...beginningTags(2000), ...clipTags({ until: 2, at: 2000 }))
  const mono = { type: 8 as const, timestamp: 4000, data: Buffer.from([0xaf, 0, 0x11, 0x88]) }
  feed(mono, ...clipTags({ until: 20.1, at: 4000 }))
  t.strictSame(durations().slice(-3), [2, 2, 2])
  t.strictSame(breaks(), [])
  t.match(playlist(), '#EXT-X-DISCONTINUITY-SEQUENCE:1\n', 'the one that is no longer listed')
  t.end()
})

t.test('the times of sound at 44.1 kHz follow each other for an hour, as encoders round them', (t) => {
  const { feed, broadcast } = startBroadcast()
  feed({ type: 8, timestamp: 0, data: Buffer.from([0xaf, 0, 0x12, 0x10]) })
  const frame = Buffer.concat([Buffer.from([0xaf, 1]), Buffer.alloc(20, 7)])
  const perFrame = 1024 / 44_100
  let worst = 0
  let last: number | undefined
  let next = 0
  for (let i = 0; i * perFrame < 3600; i += 1) {
    feed({ type: 8, timestamp: Math.floor(i * perFrame * 1000), data: frame })
    for (const { index, content } of broadcast.window()) {
      if (index < next) continue
      next = index + 1
      for (const { dts, data } of readTransportStream([content]).units) {
        if (last !== undefined) worst = Math.max(worst, Math.abs(dts - last))
        last = dts + (data.length / 27) * perFrame * 90_000
      }
    }
  }
  t.ok(next > 1700)
  t.ok(worst <= 1, `${worst} ticks`)
  t.end()
})

t.test('what is kept is bounded in bytes', (t) => {
  const { feed, broadcast, playlist } = startBroadcast()
  feed(...beginningTags())
  const body = Buffer.alloc(4 * 2 ** 20, 1)
  const large = Buffer.concat([Buffer.from([0x17, 1, 0, 0, 0, 0, 0x40, 0, 0]), body])
  large.writeUInt32BE(body.length, 5)
  for (let i = 0; i < 60; i += 1)
    feed({ type: 9, timestamp: i * 500, data: large.subarray(0, 9 + body.length) })
  const bytes = broadcast.window().reduce((sum, { content }) => sum + content.length, 0)
  t.ok(bytes < 64 * 2 ** 20, `${bytes} bytes`)
  const [first] = broadcast.window()
  t.match(playlist(), `#EXT-X-MEDIA-SEQUENCE:${first?.index}\n`)
  t.equal(broadcast.find((first?.index ?? 0) - 1), undefined)
  t.end()
})
