/** Plays a livestream on its page for viewers, and says in words why there is nothing to play. */

import Hls from 'hls.js/light'

/** How often the playlist is asked for while there is nothing to play, or it has ended, in milliseconds. */
const RETRY_MS = 1500
const MANIFEST = 'manifest/video.m3u8'

const find = <Element extends HTMLElement>(id: string) => document.getElementById(id) as Element
const video = find<HTMLVideoElement>('video')
const state = find('state')
const sound = find<HTMLButtonElement>('sound')

let hls: Hls | undefined
/** The playlist that is played; undefined while none is. Another one is another livestream session. */
let played: string | undefined
let hasEnded = false

const say = (text: string) => {
  state.textContent = text
  document.body.dataset.state = text ? 'waiting' : 'playing'
}

function stop() {
  hls?.destroy()
  hls = undefined
}

function play(playlist: string) {
  stop()
  played = playlist
  hasEnded = false
  if (Hls.isSupported()) {
    const player = new Hls({ enableWorker: false })
    hls = player
    player.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
      if (!fatal) return
      console.error(`hls.js: ${details}`)
      stop()
      played = undefined
    })
    player.loadSource(MANIFEST)
    player.attachMedia(video)
  } else video.src = MANIFEST
  void video.play().catch(() => {})
}

/** Look whether there is something to play, and play it. */
async function look() {
  try {
    const answer = await fetch(MANIFEST)
    const text = await answer.text()
    if (!answer.ok) {
      const { error } = JSON.parse(text) as { error?: { message?: string } }
      if (played === undefined || hasEnded) say(error?.message ?? 'There is nothing to play')
    } else {
      // Whoever loads the playlist anew has another number in its addresses.
      const playlist = text
        .split('\n')
        .find((line) => line && !line.startsWith('#'))
        ?.split('?')[0]
      if (playlist !== undefined && playlist !== played) play(playlist)
    }
  } catch {
    if (played === undefined || hasEnded) say('Greenroom does not answer')
  }
}

async function watch() {
  if (played === undefined || hasEnded) await look()
  setTimeout(() => void watch(), RETRY_MS)
}

const showSound = () => {
  sound.textContent = video.muted ? 'Unmute' : 'Mute'
  sound.setAttribute('aria-pressed', String(!video.muted))
}
const switchSound = () => {
  video.muted = !video.muted
}
const switchPlay = () => {
  if (video.paused) void video.play()
  else video.pause()
}

video.addEventListener('playing', () => say(''))
// Where the browser plays HLS itself; hls.js tells of its own errors.
video.addEventListener('error', () => {
  if (!hls) played = undefined
})
video.addEventListener('ended', () => {
  hasEnded = true
  say('The livestream has ended')
})
video.addEventListener('volumechange', showSound)
sound.addEventListener('click', switchSound)
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) return
  if (event.key === 'm') switchSound()
  else if (event.key === ' ' && event.target !== video) {
    event.preventDefault()
    switchPlay()
  }
})
showSound()
say('Looking for the livestream')
void watch()
