/** The segments of the test card are a continuous stream, over the points where the clip is repeated too. */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { createTestCard } from '../../src/media/playback/test-card.js'
import { root } from '../helpers/bundle.js'
import { readTransportStream } from '../helpers/transport-stream.js'

const clip = `${root}fixtures/test-card.mp4`
const card = createTestCard(clip)
const PICTURE = 3600
const FRAME = 1920

t.test('sync bytes, tables, counters, clocks and timestamps', async (t) => {
  const { units, streams, problems } = readTransportStream(
    Array.from({ length: 13 }, (_, i) => card.segment(i)),
  )
  t.strictSame(problems, [])
  t.strictSame([...streams.values()], [0x1b, 0x0f])
  const [videoPid, audioPid] = [...streams.keys()]
  const video = units.filter(({ pid }) => pid === videoPid)
  t.equal(video.length, 13 * 50)
  for (const [i, { dts, pts, clock = Number.NaN, data }] of video.entries()) {
    if (i > 0) t.equal(dts - (video[i - 1]?.dts ?? 0), PICTURE, `picture ${i}`)
    t.ok(clock <= dts && dts <= pts, `picture ${i}: clock, decoding, presentation`)
    t.strictSame(data.subarray(0, 6), Buffer.from([0, 0, 0, 1, 9, 0xf0]))
    if (i % 50 === 0) t.strictSame(data.subarray(6, 11), Buffer.from([0, 0, 0, 1, 0x67]), 'parameter sets')
  }
  let next = video[0]?.pts
  for (const { pts, data } of units.filter(({ pid }) => pid === audioPid)) {
    t.ok(Math.abs(pts - (next ?? 0)) < PICTURE, 'sound begins with the picture')
    let frames = 0
    for (let at = 0; at < data.length; frames += 1) {
      t.equal(data.readUInt16BE(at) & 0xfff6, 0xfff0)
      at += ((data.readUInt8(at + 3) & 3) << 11) | (data.readUInt16BE(at + 4) >> 5)
    }
    next = pts + frames * FRAME
  }
})

t.test('a segment of any round follows the one before it, where timestamps wrap too', async (t) => {
  for (const index of [3, 4, 399, 47_720]) {
    const { units, problems } = readTransportStream([card.segment(index), card.segment(index + 1)])
    t.strictSame(problems, [])
    const video = units.filter(({ pid }) => pid === 0x100)
    for (const [i, { dts }] of video.entries())
      if (i > 0) t.equal((dts - (video[i - 1]?.dts ?? 0) + 2 ** 33) % 2 ** 33, PICTURE)
  }
})

t.test('the same index gives the same bytes', async (t) => {
  t.ok(card.segment(41).equals(createTestCard(clip).segment(41)))
})

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const withFfmpeg = hasFfmpeg ? {} : { skip: 'ffmpeg is not installed' }
const run = (...args: string[]) =>
  spawnSync('ffmpeg', ['-hide_banner', '-nostdin', '-v', 'warning', ...args], { encoding: 'utf8' })
const hashes = (input: string) => {
  const { stdout, stderr } = run('-i', input, '-map', '0:v', '-f', 'framemd5', '-')
  const pictures = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('#') || line === '' ? [] : [line.split(',').at(-1)]))
  return { pictures, stderr }
}

t.test('ffmpeg decodes the pictures of the clip, without a warning', withFfmpeg, async (t) => {
  const file = `${t.testdir()}/rounds.ts`
  writeFileSync(file, Buffer.concat(Array.from({ length: 8 }, (_, i) => card.segment(i))))
  const original = hashes(clip)
  const { pictures, stderr } = hashes(file)
  t.equal(stderr, '')
  t.equal(pictures.length, 400)
  t.strictSame(pictures, [...original.pictures, ...original.pictures])
})

t.test('a clip with B-frames and without sound is decoded as it was', withFfmpeg, async (t) => {
  const folder = t.testdir()
  const source = `${folder}/b.mp4`
  const made = run(
    '-i',
    clip,
    '-an',
    '-t',
    '5',
    '-c:v',
    'libx264',
    '-bf',
    '3',
    '-g',
    '25',
    '-x264-params',
    'open-gop=0',
    source,
  )
  t.equal(made.status, 0, made.stderr)
  const own = createTestCard(source)
  const segments = Array.from({ length: own.completeAt(10_000) }, (_, i) => own.segment(i))
  const { units, problems } = readTransportStream(segments)
  t.strictSame(problems, [])
  t.ok(
    units.some(({ dts, pts }) => pts > dts),
    'there are B-frames',
  )
  t.ok(units.every(({ dts, pts, clock = 0 }) => clock <= dts && dts <= pts))
  writeFileSync(`${folder}/b.ts`, Buffer.concat(segments))
  const original = hashes(source)
  const { pictures, stderr } = hashes(`${folder}/b.ts`)
  t.equal(stderr, '')
  t.strictSame(pictures, [...original.pictures, ...original.pictures])
})

t.test('a damaged clip is refused, and never breaks the reader', async (t) => {
  const file = readFileSync(clip)
  const folder = t.testdir()
  const index = file.indexOf('moov')
  for (let i = 0; i < 300; i += 1) {
    const damaged = Buffer.from(file)
    damaged.writeUInt8((i * 37) & 0xff, index + ((i * 131) % 5000))
    writeFileSync(`${folder}/x.mp4`, damaged)
    try {
      createTestCard(`${folder}/x.mp4`).segment(5)
    } catch (error) {
      t.equal((error as Error).name, 'MediaError', `${i}: ${(error as Error).stack}`)
    }
  }
})
