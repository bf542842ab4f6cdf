/** What ffmpeg pushes, ffmpeg plays: to the picture, and without a warning. */

import t from 'tap'
import { decode, ffmpeg, withoutFfmpeg } from '../../helpers/ffmpeg.js'
import { startIngest } from '../../helpers/ingest.js'
import { follow } from '../../helpers/playback.js'

const pictures = (seconds: number, rate = 25) => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${rate}:duration=${seconds}`],
]
const sound = (seconds: number, rate = 48_000) => [
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${rate}:duration=${seconds}`],
]
const h264 = (...options: string[]) => [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-sc_threshold', '0', ...options],
]
const aac = ['-c:a', 'aac', '-b:a', '96k']

const pushes: {
  name: string
  args: string[]
  /** Seconds that the segments last. */
  durations: string[]
  codecs: RegExp
  kinds: ('v' | 'a')[]
}[] = [
  {
    name: 'B-frames, a key frame each 2 seconds, and sound at 44.1 kHz',
    args: [...pictures(8), ...sound(8, 44_100), ...h264('-g', '50', '-bf', '3', '-b_strategy', '0'), ...aac],
    durations: ['2.00000', '2.00000', '2.00000'],
    codecs: /CODECS="avc1\.[\da-f]{6},mp4a\.40\.2",RESOLUTION=320x180\n/,
    kinds: ['v', 'a'],
  },
  {
    name: 'a key frame each 250 pictures, as OBS has it',
    args: [...pictures(20, 30), ...sound(20), ...h264('-g', '250', '-bf', '2', '-b_strategy', '0'), ...aac],
    durations: ['8.33400', '8.33300'],
    codecs: /CODECS="avc1\.[\da-f]{6},mp4a\.40\.2",RESOLUTION=320x180\n/,
    kinds: ['v', 'a'],
  },
  {
    name: 'no key frame but the first',
    args: [...pictures(24), ...h264('-g', '1000')],
    durations: ['10.00000', '10.00000'],
    codecs: /CODECS="avc1\.[\da-f]{6}",RESOLUTION=320x180\n/,
    kinds: ['v'],
  },
  {
    name: 'pictures alone',
    args: [...pictures(7), ...h264('-g', '50', '-bf', '3', '-b_strategy', '0')],
    durations: ['2.00000', '2.00000', '2.00000'],
    codecs: /CODECS="avc1\.[\da-f]{6}",RESOLUTION=320x180\n/,
    kinds: ['v'],
  },
  {
    name: 'sound alone',
    args: [...sound(7), ...aac],
    durations: [],
    codecs: /CODECS="mp4a\.40\.2"\n/,
    kinds: ['a'],
  },
]

for (const { name, args, durations, codecs, kinds } of pushes)
  t.test(`ffmpeg pushes ${name}`, { skip: withoutFfmpeg }, async (t) => {
    const { emulator, independent, look, until } = await startIngest(t)
    const { id, stream_key, playback_url: url } = await independent()
    const source = `${t.testdir()}/source.flv`
    await ffmpeg(...args, source)
    await ffmpeg('-i', source, '-c', 'copy', '-f', 'flv', `${emulator.ingest}${stream_key}`)
    await until('left')
    t.equal((await look(id)).status, 'LIVE')
    await emulator.clock.advance(10)
    t.equal((await look(id)).status, 'IDLE')
    const { main, media, ended } = await follow(url)
    t.ok(ended)
    t.match(main.text, codecs)
    const listed = [...media.text.matchAll(/#EXTINF:([\d.]+),/g)].map(([, duration]) => duration)
    t.strictSame(listed.slice(0, durations.length), durations)
    for (const kind of kinds) {
      const [sent, played] = await Promise.all([decode(source, kind), decode(url, kind)])
      t.ok(sent.frames.length > 100)
      t.equal(played.warnings, '')
      if (kind === 'v') t.strictSame(played.frames, sent.frames, 'each picture, and no other')
      else t.strictSame(played.frames.slice(-100), sent.frames.slice(-100), 'the sound')
    }
  })

t.test('ffmpeg that comes back is played over the discontinuity', { skip: withoutFfmpeg }, async (t) => {
  const { emulator, independent, look, until } = await startIngest(t)
  const { id, stream_key, playback_url: url } = await independent()
  const source = `${t.testdir()}/source.flv`
  await ffmpeg(
    ...pictures(5),
    ...sound(5),
    ...h264('-g', '50', '-bf', '2', '-b_strategy', '0'),
    ...aac,
    source,
  )
  for (const count of [1, 2]) {
    await ffmpeg('-i', source, '-c', 'copy', '-f', 'flv', `${emulator.ingest}${stream_key}`)
    await until('left', count)
    await emulator.clock.advance(6)
  }
  await emulator.clock.advance(4)
  t.equal((await look(id)).sessions.length, 1)
  const { media } = await follow(url)
  t.equal(media.text.match(/#EXT-X-DISCONTINUITY\n/g)?.length, 1)
  const [sent, played] = await Promise.all([decode(source, 'v'), decode(url, 'v')])
  t.equal(played.warnings, '')
  t.strictSame(played.frames, [...sent.frames, ...sent.frames])
})
