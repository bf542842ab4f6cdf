import t from 'tap'
import { after } from '../../helpers/start.js'
import { addWebhook, sentEvents, startWithReceiver } from '../../helpers/webhooks.js'

t.test('the life of a meeting livestream is sent in the published bodies', async (t) => {
  const { emulator, api, app, receiver, settle } = await startWithReceiver(t, { events: sentEvents })
  const meeting = await api.meeting(app, { title: 'Weekly sync' })
  const livestream = await api.livestream(app, meeting)
  const session = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data
  await emulator.clock.advance({ seconds: 10 })
  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  await settle()

  const organizedBy = { id: app, name: 'An app' }
  const ofMeeting = {
    id: meeting,
    roomName: meeting,
    title: 'Weekly sync',
    status: 'LIVE',
    createdAt: after(0),
  }
  const ofSession = { ...ofMeeting, sessionId: session.id, startedAt: after(0), organizedBy }
  const update = {
    event: 'livestreaming.statusUpdate',
    streamId: livestream.id,
    manualIngest: false,
    playbackUrl: livestream.playback_url,
    ingestServer: livestream.ingest_server,
    streamKey: livestream.stream_key,
    meeting: { ...ofMeeting, organizedBy },
  }
  const bodies = receiver.received.map(({ body }) => body)
  t.strictSame(
    bodies.filter(({ event }) => event === 'livestreaming.statusUpdate'),
    [
      { ...update, status: 'LIVE' },
      { ...update, status: 'IDLE' },
    ],
    'nothing is sent for INVOKED, which is no published status',
  )
  t.strictSame(
    bodies.filter(({ event }) => event !== 'livestreaming.statusUpdate'),
    [
      { event: 'meeting.started', meeting: ofSession },
      { event: 'meeting.ended', meeting: { ...ofSession, endedAt: after(10) }, reason: 'HOST_ENDED_MEETING' },
    ],
  )
})

t.test('joining and leaving are sent between the start of the session and its end', async (t) => {
  const { emulator, api, app, receiver, settle } = await startWithReceiver(t, { events: sentEvents })
  const meeting = await api.meeting(app, { title: 'Weekly sync' })
  emulator.meetings.join(meeting, { participant: { id: 'user-123', name: 'Mary Sue' } })
  await settle()
  const session = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data
  await emulator.clock.advance({ seconds: 60 })
  emulator.meetings.leave(meeting, { participant: { id: 'user-123' } })
  await emulator.clock.advance({ seconds: 60 })

  const organizedBy = { id: app, name: 'An app' }
  const ofSession = {
    id: meeting,
    roomName: meeting,
    title: 'Weekly sync',
    status: 'LIVE',
    createdAt: after(0),
    sessionId: session.id,
    startedAt: after(0),
    organizedBy,
  }
  const bodies = receiver.received.map(({ body }) => body)
  const { peerId } = bodies[1].participant
  t.match(peerId, /^[0-9a-f-]{36}$/)
  const participant = {
    peerId,
    userDisplayName: 'Mary Sue',
    customParticipantId: 'user-123',
    clientSpecificId: 'user-123',
    joinedAt: after(0),
  }
  t.strictSame(bodies, [
    { event: 'meeting.started', meeting: ofSession },
    { event: 'meeting.participantJoined', meeting: ofSession, participant },
    {
      event: 'meeting.participantLeft',
      meeting: ofSession,
      participant: { ...participant, leftAt: after(60) },
    },
    {
      event: 'meeting.ended',
      meeting: { ...ofSession, endedAt: after(120) },
      reason: 'ALL_PARTICIPANTS_LEFT',
    },
  ])
})

t.test('an independent livestream has no meeting, and OFFLINE when it failed', async (t) => {
  const { api, app, receiver, event, settle } = await startWithReceiver(t)
  const { id, stream_key } = await api.independent(app)
  event(id, 'live', 'fail')
  await settle()
  const [live, offline] = receiver.received.map(({ body }) => body)
  t.strictSame(Object.keys(live), [
    'event',
    'streamId',
    'status',
    'manualIngest',
    'playbackUrl',
    'ingestServer',
    'streamKey',
  ])
  t.match(live, { status: 'LIVE', manualIngest: true, streamId: id, streamKey: stream_key })
  t.strictSame(offline, { ...live, status: 'OFFLINE' })
})

t.test('a delivery says what it is in its headers', async (t) => {
  const { emulator, receiver, webhook, create, event, settle } = await startWithReceiver(t)
  event(await create(), 'live')
  await settle()
  const [one] = receiver.received
  t.strictSame([one?.method, one?.path], ['POST', '/hook'])
  const headers = one?.headers ?? {}
  t.equal(headers['content-type'], 'application/json')
  t.match(headers['user-agent'], /^Greenroom\/\d/)
  t.equal(headers['rtk-webhook-id'], webhook)
  t.match(headers['rtk-uuid'], /^[0-9a-f-]{36}$/)
  t.equal(Buffer.from(String(headers['rtk-signature']), 'base64').length, 256)
  const [delivery] = emulator.webhooks.deliveries()
  t.match(headers, delivery?.headers, 'the log has the same')
  t.equal(delivery?.body, one?.raw.toString())
})

t.test('the headers have the older names, or both, when a setting says so', async (t) => {
  for (const [webhookHeaders, prefixes] of [
    ['rtk', ['rtk']],
    ['dyte', ['dyte']],
    ['both', ['rtk', 'dyte']],
  ] as const) {
    const { emulator, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
      webhookHeaders,
    })
    event(await create(), 'live')
    await settle()
    const headers = receiver.received[0]?.headers ?? {}
    const names = ['webhook-id', 'uuid', 'signature']
    t.strictSame(
      Object.keys(headers).filter((name) => /^(rtk|dyte)-/.test(name)),
      prefixes.flatMap((prefix) => names.map((name) => `${prefix}-${name}`)),
    )
    const [delivery] = emulator.webhooks.deliveries()
    for (const prefix of prefixes) {
      t.equal(headers[`${prefix}-webhook-id`], webhook)
      t.equal(headers[`${prefix}-uuid`], delivery?.rtk_uuid)
      t.equal(Buffer.from(String(headers[`${prefix}-signature`]), 'base64').length, 256)
    }
    t.match(headers, delivery?.headers, 'the log has the same')
  }
  await t.rejects(
    startWithReceiver(t, { webhookHeaders: 'none' as 'rtk' }),
    new Error('webhookHeaders must be one of [rtk, dyte, both] (got "none")'),
  )
})

t.test('only enabled webhooks of that app that asked for the event hear of it', async (t) => {
  const { api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t)
  const other = await api.app()
  const url = (name: string) => receiver.url.replace('hook', name)
  await addWebhook(api, other, { url: url('other-app') })
  await addWebhook(api, app, { url: url('other-event'), events: ['meeting.summary'] })
  const disabled = await addWebhook(api, app, { url: url('disabled') })
  await api.patch(`/${app}/webhooks/${disabled}`, { enabled: false })
  await addWebhook(api, app, { url: url('second') })
  const livestream = await create()
  event(livestream, 'live')
  await settle()
  t.strictSame(receiver.received.map(({ path }) => path).sort(), ['/hook', '/second'])

  await api.patch(`/${app}/webhooks/${webhook}`, { events: ['meeting.started'] })
  await api.patch(`/${app}/webhooks/${disabled}`, { enabled: true })
  event(livestream, 'stop')
  await settle()
  t.strictSame(
    receiver.received
      .map(({ path }) => path)
      .slice(2)
      .sort(),
    ['/disabled', '/second'],
  )
})

t.test('a body is sent as it was composed, whatever has happened since', async (t) => {
  const { emulator, api, app, receiver } = await startWithReceiver(t, {
    answer: (_one, response) => response.writeHead(500).end(),
  })
  const meeting = await api.meeting(app, { title: 'Before' })
  await api.livestream(app, meeting)
  await emulator.clock.advance({ seconds: 2 })
  await api.patch(`/${app}/meetings/${meeting}`, { title: 'After' })
  await emulator.clock.advance({ seconds: 5 })
  const [first, second] = receiver.received
  t.equal(receiver.received.length, 2)
  t.equal(first?.body.meeting.title, 'Before')
  t.strictSame(second?.raw, first?.raw)
})
