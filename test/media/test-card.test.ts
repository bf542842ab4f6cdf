/** --test-card takes a clip of one's own, and refuses a file that does not fit before anything starts. */

import { readFileSync } from 'node:fs'
import t from 'tap'
import { createEmulator } from '../../src/index.js'
import { root } from '../helpers/bundle.js'
import { follow, startPlayback } from '../helpers/playback.js'

const clip = readFileSync(`${root}fixtures/test-card.mp4`)
/** The clip with each of some texts replaced. */
const changed = (from: string, to: string) => {
  const copy = Buffer.from(clip)
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at, 'latin1')
  return copy
}

t.test('a file that fits is shown', async (t) => {
  const folder = t.testdir({ 'own.mp4': clip })
  const { emulator, url } = await startPlayback(t, { testCard: `${folder}/own.mp4` })
  await emulator.clock.advance(2)
  t.equal((await follow(url)).segments.length, 3)
})

t.test('a file that does not fit is refused with the reason', async (t) => {
  const folder = t.testdir({
    'text.mp4': 'not a video',
    'empty.mp4': '',
    'cut.mp4': clip.subarray(0, 100_000),
    'hevc.mp4': changed('avc1', 'hvc1'),
    'sound.mp4': changed('mp4a', 'Opus'),
  })
  for (const [name, problem] of [
    ['none.mp4', 'cannot be read: ENOENT'],
    ['text.mp4', 'is not an MP4 file'],
    ['empty.mp4', 'is not an MP4 file'],
    ['cut.mp4', 'is cut off'],
    ['hevc.mp4', 'must have pictures in H.264 (avc1), and has hvc1'],
    ['sound.mp4', 'must have sound in AAC (mp4a), and has Opus'],
    ['test-card.m4a', 'must have one track of pictures, and has 0'],
  ] as const) {
    const path = `${name.endsWith('.m4a') ? `${root}fixtures` : folder}/${name}`
    await t.rejects(createEmulator({ testCard: path }), {
      name: 'ConfigError',
      message: new RegExp(`--test-card ${path} ${problem}`.replace(/[()]/g, '\\$&')),
    })
  }
})
