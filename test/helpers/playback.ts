/** A livestream, and a player of its playback URL over a port. */

import { parse, setOptions } from 'hls-parser'
import type { EmulatorOptions } from '../../src/index.js'
import { made, type Teardown } from './requests.js'
import { startWithApp } from './start.js'

// What is not as RFC 8216 has it throws.
setOptions({ strictMode: true })

interface Loaded {
  status: number
  headers: { get(name: string): string | null }
  bytes: Buffer
  text: string
}

/** Fetch a file. */
export async function load(url: string | URL, init: RequestInit = {}): Promise<Loaded> {
  const answer = await fetch(url, init)
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString() }
}

/**
 * Follow a playback URL to its media playlist. Both playlists are read strictly.
 * @param options.asViewer whether the number of the viewer stays in the addresses, so that what is loaded counts
 */
export async function follow(playbackUrl: string, { asViewer = false } = {}) {
  const main = await load(playbackUrl)
  const line = main.text.split('\n').find((each) => each !== '' && !each.startsWith('#'))
  const url = new URL((asViewer ? line : line?.split('?')[0]) ?? '?', playbackUrl)
  const media = await load(url)
  for (const { status, text } of [main, media]) if (status === 200) parse(text)
  const segments = media.text
    .split('\n')
    .flatMap((each) => (/\.ts(\?|$)/.test(each) ? [new URL(each, url)] : []))
  const [, sequence = ''] = /MEDIA-SEQUENCE:(\d+)/.exec(media.text) ?? []
  return {
    main,
    media,
    url,
    segments,
    sequence: Number(sequence),
    ended: media.text.includes('#EXT-X-ENDLIST'),
  }
}

/** An app with a meeting whose livestream was started; it goes live after 2 seconds. */
export async function startPlayback(t: Teardown, options: EmulatorOptions = {}) {
  const started = await startWithApp(t, options)
  const { api, app, emulator } = started
  const meeting = await api.meeting(app, { title: 'Show' })
  const livestream = made(
    await api.post(`/${app}/meetings/${meeting}/livestreams`, {}, { host: new URL(emulator.url).host }),
  )
  return {
    ...started,
    meeting,
    livestream,
    url: livestream.playback_url as string,
    stop: async () => made(await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)),
  }
}
