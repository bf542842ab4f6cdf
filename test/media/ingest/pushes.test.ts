/** What a push does to its livestream, by the API's answers and by what is played. */

import t from 'tap'
import { beginningTags, clipTags, createEncoder, push } from '../../helpers/encoder.js'
import { startIngest } from '../../helpers/ingest.js'
import { follow, load } from '../../helpers/playback.js'
import { after } from '../../helpers/start.js'
import { readTransportStream } from '../../helpers/transport-stream.js'

t.test('a push makes an INVOKED livestream LIVE at its first picture, and is played', async (t) => {
  const { emulator, port, independent, look, events } = await startIngest(t)
  const { id, stream_key, playback_url: url, ingest_server } = await independent()
  t.equal(ingest_server, `rtmp://127.0.0.1:${port}/live/`)
  const encoder = await createEncoder({ port })
  t.equal((await encoder.publish(stream_key)).code, 'NetStream.Publish.Start')
  await emulator.clock.advance(3)
  t.equal((await look(id)).status, 'INVOKED', 'connected, and nothing sent')
  encoder.send(...beginningTags())
  await encoder.settled()
  t.equal((await look(id)).status, 'INVOKED', 'descriptions are no pictures')
  encoder.send(...clipTags({ until: 0.1 }))
  await encoder.settled()
  const live = await look(id)
  t.equal(live.status, 'LIVE')
  t.equal(live.sessions[0].started_time, after(3))
  const early = await load(url)
  t.equal(early.status, 404)
  t.match(early.text, 'first pictures are on the way')

  encoder.send(...clipTags({ from: 0.1, at: 100, until: 2.1 }))
  await encoder.settled()
  const first = await follow(url)
  t.equal(first.segments.length, 1, 'playable a key frame after the target of 2 s')
  t.match(first.main.text, /CODECS="avc1\.4d401e,mp4a\.40\.2",RESOLUTION=640x360\n/)
  t.match(first.media.text, `#EXT-X-PROGRAM-DATE-TIME:${after(3)}\n#EXTINF:2.00000,\nlive-0.ts\n`)

  encoder.send(...clipTags({ from: 2.1, at: 2100, until: 24.1 }))
  await encoder.settled()
  const later = await follow(url)
  t.strictSame([later.segments.length, later.sequence, later.ended], [6, 6, false])
  const contents = await Promise.all(later.segments.map(async (each) => (await load(each)).bytes))
  const { units, problems } = readTransportStream(contents)
  t.strictSame(problems, [])
  const video = units.filter(({ pid }) => pid === 0x100)
  t.equal(video.length, 6 * 50)
  for (const [i, { clock = 0, dts, pts }] of video.entries()) {
    t.ok(clock <= dts && dts <= pts)
    if (i > 0) t.ok(Math.abs(dts - (video[i - 1]?.dts ?? 0) - 3600) <= 90, `picture ${i} follows`)
  }
  t.ok(units.some(({ pid }) => pid === 0x101))

  await emulator.clock.advance(20)
  await encoder.leave()
  t.equal((await look(id)).status, 'LIVE', 'it waits for the encoder')
  await emulator.clock.advance(9.999)
  t.equal((await look(id)).status, 'LIVE')
  await emulator.clock.advance(0.001)
  const idle = await look(id)
  t.equal(idle.status, 'IDLE')
  t.match(idle.sessions[0], { started_time: after(3), stopped_time: after(33), ingest_seconds: 30 })
  const ended = await follow(url)
  t.ok(ended.ended)
  await emulator.clock.advance(600)
  t.equal((await load(url)).status, 404)
  t.strictSame(
    events.map(({ event, livestream_id }) => [event, livestream_id]),
    [
      ['connected', id],
      ['live', id],
      ['left', id],
    ],
  )
})

t.test('an encoder that comes back in time goes on with a discontinuity in the same session', async (t) => {
  const { emulator, port, independent, look, until } = await startIngest(t, { reconnectGrace: 5 })
  const { id, stream_key, playback_url: url } = await independent()
  const first = await push(port, stream_key, { seconds: 4.1 })
  await first.drop()
  await until('left')
  await emulator.clock.advance(4)
  const second = await push(port, stream_key, { seconds: 4.1 })
  await emulator.clock.advance(60)
  const { status, sessions } = await look(id)
  t.equal(status, 'LIVE')
  t.equal(sessions.length, 1)
  const { media, segments } = await follow(url)
  t.match(
    media.text,
    new RegExp(
      `live-2\\.ts\n#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:${after(4)}\n#EXTINF:2\\.00000,\nlive-3\\.ts`,
    ),
  )
  const contents = await Promise.all(segments.map(async (each) => (await load(each)).bytes))
  t.strictSame(readTransportStream(contents).problems, [], 'counters go on over it')
  second.send(...clipTags({ from: 4.1, at: 4100, until: 20.1 }))
  await second.settled()
  t.match((await follow(url)).media.text, '#EXT-X-DISCONTINUITY-SEQUENCE:1\n')
  await second.drop()
  await until('left', 2)
  await emulator.clock.advance(5)
  t.equal((await look(id)).status, 'IDLE')
  const third = await push(port, stream_key)
  t.strictSame(
    (await look(id)).sessions.map(({ stopped_time }: { stopped_time?: string }) => Boolean(stopped_time)),
    [false, true],
    'past the grace it begins another session',
  )
  await third.leave()
})

t.test('a meeting with manual_ingest, and one that shows the test card', async (t) => {
  const { emulator, port, ofMeeting, look } = await startIngest(t)
  const manual = await ofMeeting({ manual_ingest: true })
  await emulator.clock.advance(60)
  t.equal((await look(manual.id)).status, 'INVOKED')
  await push(port, manual.stream_key)
  t.equal((await look(manual.id)).status, 'LIVE')

  const { id, stream_key, playback_url: url } = await ofMeeting()
  await emulator.clock.advance(2)
  const card = await follow(url)
  t.equal(card.segments.length, 3)
  await emulator.clock.advance(10)
  const encoder = await push(port, stream_key, { seconds: 2.1 })
  t.equal((await look(id)).sessions.length, 1)
  t.match((await follow(url)).media.text, 'live-0.ts')
  const before = await load(card.url)
  t.match(before.text, '#EXT-X-ENDLIST', 'the card ended where the encoder took over')
  await encoder.leave()
})

t.test('what stops a livestream ends its push', async (t) => {
  const { emulator, api, app, port, ofMeeting, look } = await startIngest(t)
  for (const how of ['stop', 'fail', 'kick-all'] as const) {
    const { meeting, id, stream_key } = await ofMeeting({ manual_ingest: true })
    await emulator.meetings.join(meeting)
    const encoder = await push(port, stream_key)
    if (how === 'fail') await emulator.event(id, { event: 'fail', err_message: 'lost' })
    else if (how === 'stop') await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
    else await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
    await encoder.closed()
    t.match(encoder.statuses.at(-1), { code: 'NetStream.Unpublish.Success' })
    t.equal((await look(id)).status, how === 'fail' ? 'ERRORED' : 'IDLE')
  }
})

t.test('what cannot be taken makes the livestream ERRORED, with the reason', async (t) => {
  const { port, independent, look, events } = await startIngest(t)
  for (const [data, reason] of [
    [Buffer.from([0x90, 0x68, 0x76, 0x63, 0x31]), 'it sends HEVC, and Greenroom takes H.264'],
    [Buffer.from([0x22, 0]), 'it sends H.263, and Greenroom takes H.264'],
    [Buffer.from([0x27, 1, 0]), 'the push is damaged: a picture is cut off'],
  ] as const) {
    const { id, stream_key } = await independent()
    const encoder = await push(port, stream_key)
    encoder.send({ type: 9, timestamp: 500, data })
    await encoder.closed()
    t.match(encoder.statuses.at(-1), {
      level: 'error',
      code: 'NetStream.Publish.Failed',
      description: reason,
    })
    const { status, sessions } = await look(id)
    t.equal(status, 'ERRORED')
    t.equal(sessions[0].err_message, reason)
    t.match(events.at(-1), { event: 'failed', livestream_id: id, reason })
    const again = await push(port, stream_key)
    t.equal((await look(id)).status, 'LIVE', 'and it may come back')
    again.send({ type: 8, timestamp: 500, data: Buffer.from([0x2f, 1]) })
    await again.closed()
    t.equal((await look(id)).sessions[0].err_message, 'it sends MP3, and Greenroom takes AAC')
  }
})

t.test('what cannot be taken from the beginning leaves the livestream as it is', async (t) => {
  const { port, independent, look, events } = await startIngest(t)
  for (const [data, reason] of [
    [Buffer.from([0x90, 0x68, 0x76, 0x63, 0x31]), 'it sends HEVC, and Greenroom takes H.264'],
    [Buffer.from([0x90, 0x61, 0x76, 0x30, 0x31]), 'it sends AV1, and Greenroom takes H.264'],
    [Buffer.from([0x1c, 0, 0, 0, 0]), 'it sends HEVC, and Greenroom takes H.264'],
    [Buffer.from([0x17, 0, 0, 0, 0, 1]), 'the push is damaged'],
  ] as const) {
    const { id, stream_key } = await independent()
    const encoder = await createEncoder({ port })
    await encoder.publish(stream_key)
    encoder.send({ type: 9, timestamp: 0, data })
    await encoder.closed()
    t.match(encoder.statuses.at(-1), { code: 'NetStream.Publish.Failed' })
    t.match(encoder.statuses.at(-1)?.description, reason)
    t.match(events.at(-1), { event: 'failed', livestream_id: id })
    t.equal((await look(id)).status, 'INVOKED')
    const again = await push(port, stream_key)
    t.equal((await look(id)).status, 'LIVE', 'and it may push what is taken')
    await again.leave()
  }
})

t.test('a push is refused with BadName and the reason', async (t) => {
  const { emulator, api, app, port, independent, ofMeeting, look, events } = await startIngest(t)
  const disabled = await independent()
  await api.put(`/${app}/livestreams/${disabled.id}/disable`)
  const fed = await independent()
  const encoder = await push(port, fed.stream_key)
  const over = await ofMeeting()
  await emulator.event(over.id, { event: 'stop' })
  const own = await independent()
  for (const [key, reason, application] of [
    ['no-such-key', 'no livestream has this stream key'],
    [disabled.stream_key, `livestream ${disabled.id} is disabled`],
    [fed.stream_key, `livestream ${fed.id} is fed by another encoder`],
    [over.stream_key, `livestream ${over.id} is IDLE, and starting its meeting again makes another`],
    [own.stream_key, 'the address ends in /live/ and the stream key', 'other'],
  ] as const) {
    const refused = await createEncoder({ port })
    const status = await refused.publish(key, application === undefined ? {} : { app: application })
    t.match(status, { level: 'error', code: 'NetStream.Publish.BadName', description: reason })
    await refused.closed()
    t.match(events.at(-1), { event: 'refused', reason })
  }
  t.notMatch(JSON.stringify(events), fed.stream_key, 'keys are not told')
  t.equal((await look(fed.id)).status, 'LIVE')
  await encoder.leave()
})

t.test('pictures alone, and sound alone', async (t) => {
  const { port, independent } = await startIngest(t)
  for (const [kind, codecs, pid] of [
    ['video', 'avc1.4d401e', 0x100],
    ['audio', 'mp4a.40.2', 0x101],
  ] as const) {
    const { stream_key, playback_url: url } = await independent()
    const encoder = await createEncoder({ port })
    await encoder.publish(`${stream_key}?bandwidth=1`)
    encoder.send(...beginningTags(0, [kind]), ...clipTags({ until: 8.1, kinds: [kind] }))
    await encoder.settled()
    const { main, segments } = await follow(url)
    t.match(main.text, `CODECS="${codecs}"`)
    t.equal(segments.length, 4)
    const contents = await Promise.all(segments.map(async (each) => (await load(each)).bytes))
    const { units, streams, problems } = readTransportStream(contents)
    t.strictSame(problems, [])
    t.strictSame([...streams.keys()], [pid])
    t.ok(units.every(({ clock, dts }) => clock !== undefined && clock <= dts))
    await encoder.leave()
  }
})

t.test('reset, restore and a state of before end the pushes of their account', async (t) => {
  const { emulator, port, independent, look } = await startIngest(t)
  const { id, stream_key } = await independent()
  const other = emulator.account('other')
  const before = emulator.account('account').snapshot()
  const encoder = await push(port, stream_key)
  other.reset()
  await encoder.settled()
  t.equal((await look(id)).status, 'LIVE', "another account's reset changes nothing")
  const during = emulator.account('account').snapshot()
  before.restore()
  await encoder.closed()
  t.equal((await look(id)).status, 'INVOKED')
  during.restore()
  t.equal((await look(id)).status, 'LIVE', 'fed when the snapshot was taken')
  await emulator.clock.advance(10)
  t.equal((await look(id)).status, 'IDLE', 'and nobody came back')
  const again = await push(port, stream_key)
  emulator.reset()
  await again.closed()
})
