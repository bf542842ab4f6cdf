/** The links of a recording lead to files, which are served until they expire on the emulator's clock. */

import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import { startRecordings } from '../../helpers/recordings.js'
import { after } from '../../helpers/start.js'

/** An uploaded recording, and requests to its links over a port. */
async function startUploaded(t: Parameters<typeof startRecordings>[0], body: object = {}) {
  const started = await startRecordings(t, { recordAfter: 0, uploadAfter: 0 })
  const { emulator, recordings, record, join } = started
  join()
  const id = await record(body)
  await recordings.act(id, 'stop')
  const uploaded = await recordings.look(id)
  const here = (link: string) => emulator.url + new URL(link).pathname
  const load = async (link: string, init: RequestInit = {}) => {
    const answer = await fetch(here(link), init)
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  return { ...started, id, uploaded, load }
}

/** The names of the boxes of an MP4 file, at its top level. */
function boxesOf(file: Buffer): string[] {
  const boxes: string[] = []
  for (let at = 0; at < file.length; at += file.readUInt32BE(at))
    boxes.push(file.toString('latin1', at + 4, at + 8))
  return boxes
}

t.test('download_url leads to an MP4 of H.264 and AAC, as long as file_size says', async (t) => {
  const { uploaded, load } = await startUploaded(t)
  const { answer, bytes } = await load(uploaded.download_url)
  t.equal(answer.status, 200)
  t.equal(answer.headers.get('content-type'), 'video/mp4')
  t.equal(answer.headers.get('accept-ranges'), 'bytes')
  t.equal(answer.headers.get('access-control-allow-origin'), '*')
  t.equal(Number(answer.headers.get('content-length')), uploaded.file_size)
  t.equal(bytes.length, uploaded.file_size)
  t.ok(bytes.length < 200_000)
  t.match(boxesOf(bytes), ['ftyp', 'moov'], 'the index is before the media: it plays while it loads')
  for (const codec of ['avc1', 'mp4a']) t.ok(bytes.includes(codec), codec)
  const { answer: head, bytes: none } = await load(uploaded.download_url, { method: 'HEAD' })
  t.equal(head.status, 200)
  t.equal(head.headers.get('content-length'), answer.headers.get('content-length'))
  t.equal(none.length, 0)
})

t.test('ranges and conditions are served', async (t) => {
  const { uploaded, load } = await startUploaded(t)
  const link = uploaded.download_url
  const { answer: whole, bytes } = await load(link)
  const size = bytes.length
  for (const [range, first, last] of [
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    [`bytes=${size - 1}-`, size - 1, size - 1],
    ['bytes=-10', size - 10, size - 1],
    [`bytes=-${size + 5}`, 0, size - 1],
    ['bytes=5-99999999', 5, size - 1],
  ] as const) {
    const { answer, bytes: part } = await load(link, { headers: { range } })
    t.equal(answer.status, 206, range)
    t.equal(answer.headers.get('content-range'), `bytes ${first}-${last}/${size}`)
    t.ok(part.equals(bytes.subarray(first, last + 1)), range)
  }
  for (const range of [`bytes=${size}-`, 'bytes=-0']) {
    const { answer } = await load(link, { headers: { range } })
    t.equal(answer.status, 416, range)
    t.equal(answer.headers.get('content-range'), `bytes */${size}`)
  }
  for (const range of ['bytes=9-3', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=', 'bytes=x-y', 'bytes=-'])
    t.equal((await load(link, { headers: { range } })).answer.status, 200, range)
  const etag = whole.headers.get('etag') ?? ''
  t.equal((await load(link, { headers: { 'if-none-match': etag } })).answer.status, 304)
  t.equal((await load(link, { headers: { 'if-none-match': '"other"' } })).answer.status, 200)
  t.equal((await load(link, { headers: { range: 'bytes=0-1', 'if-range': etag } })).answer.status, 206)
  t.equal((await load(link, { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).answer.status, 200)
})

t.test('the sound alone is a file of its own, when it is asked for', async (t) => {
  for (const [audio_config, extension, type, start] of [
    [{}, 'm4a', 'audio/mp4', /^....ftyp/s],
    [{ codec: 'AAC' }, 'm4a', 'audio/mp4', /^....ftyp/s],
    // The first bits of a frame of MPEG-1 layer III.
    [{ codec: 'MP3', export_file: true }, 'mp3', 'audio/mpeg', /^\xff[\xfa\xfb]/],
  ] as const) {
    const { uploaded, load } = await startUploaded(t, { audio_config })
    const { download_url, audio_download_url } = uploaded
    t.equal(audio_download_url, download_url.replace(/mp4$/, extension))
    const { answer, bytes } = await load(audio_download_url)
    t.equal(answer.headers.get('content-type'), type)
    t.match(bytes.toString('latin1', 0, 8), start)
  }
  const { uploaded } = await startUploaded(t, { audio_config: { export_file: false } })
  t.equal(uploaded.audio_download_url, null)
})

t.test('no file is exported, or none is kept here: no link, no expiry', async (t) => {
  const alone = await startUploaded(t, { video_config: { export_file: false }, audio_config: {} })
  t.equal(alone.uploaded.download_url, null)
  const { answer, bytes } = await alone.load(alone.uploaded.audio_download_url)
  t.equal(answer.status, 200)
  t.equal(bytes.length, alone.uploaded.file_size)

  const { uploaded } = await startUploaded(t, {
    realtimekit_bucket_config: { enabled: false },
    audio_config: {},
  })
  t.match(uploaded, {
    status: 'UPLOADED',
    download_url: null,
    audio_download_url: null,
    download_url_expiry: null,
  })
})

t.test('a link expires after seven days of the emulator, and says so; the recording stays', async (t) => {
  const { emulator, recordings, uploaded, load } = await startUploaded(t)
  const expiry = after(7 * 86_400)
  t.equal(uploaded.download_url_expiry, expiry)
  await emulator.clock.advance({ to: after(7 * 86_400 - 1) })
  t.equal((await load(uploaded.download_url)).answer.status, 200)
  t.match((await recordings.list('?expired=false')).body.paging, { total_count: 1 })
  t.match((await recordings.list('?expired=true')).body.paging, { total_count: 0 })
  await emulator.clock.advance(1)
  const { answer, bytes } = await load(uploaded.download_url)
  t.equal(answer.status, 403)
  t.strictSame(JSON.parse(bytes.toString()), serviceError(403, `This link expired at ${expiry}`))
  t.match((await recordings.list('?expired=true')).body, {
    data: [{ id: uploaded.id, download_url: uploaded.download_url }],
    paging: { total_count: 1 },
  })
  t.match((await recordings.list('?expired=false')).body.paging, { total_count: 0 })
})

t.test('a link follows the clock of its account', async (t) => {
  const { emulator, uploaded, load } = await startUploaded(t)
  await emulator.clock.advance('8d', { account_id: 'other' })
  t.equal((await load(uploaded.download_url)).answer.status, 200)
  await emulator.clock.advance('8d', { account_id: 'account' })
  t.equal((await load(uploaded.download_url)).answer.status, 403)
})

t.test('another key, another name, or a recording that is not uploaded yet is 404', async (t) => {
  const { uploaded, load, recordings, record } = await startUploaded(t)
  const link = uploaded.download_url as string
  const [, key = ''] = /downloads\/(\w+)\//.exec(link) ?? []
  t.match(key, /^[0-9a-f]{64}$/, 'a key that cannot be guessed')
  const missing = serviceError(404, 'No file found at this link')
  for (const wrong of [link.replace(key, '0'.repeat(64)), link.replace('.mp4', '.mp3'), `${link}/more`]) {
    const { answer, bytes } = await load(wrong)
    t.equal(answer.status, 404, wrong)
    t.strictSame(JSON.parse(bytes.toString()), missing)
  }
  const next = await record()
  t.equal((await recordings.look(next)).download_url, null)
})

t.test('a prefix of any characters makes a link that works', async (t) => {
  for (const file_name_prefix of ['a/b c', 'Größe “1” [HD]', '100%?#&', '..', 'x'.repeat(300)]) {
    const { uploaded, load } = await startUploaded(t, { file_name_prefix })
    t.match(uploaded.output_file_name, new RegExp(`_${Date.parse(after(0))}.mp4$`))
    t.ok(uploaded.output_file_name.startsWith(file_name_prefix))
    t.equal((await load(uploaded.download_url)).answer.status, 200, file_name_prefix)
  }
})
