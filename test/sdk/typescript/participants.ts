import { BadRequestError, NotFoundError } from 'cloudflare'
import { type Context, paging, uuid } from './context.js'

/** Participants of a meeting: added, changed, let in by their tokens, kicked out. */
export async function participants(
  { account_id, client, control, checks }: Context,
  { appID }: { appID: string },
) {
  const { step, equal, matches, present, refused } = checks
  const { activeSession, meetings } = client.realtimeKit
  const inApp = { account_id, app_id: appID }
  const meetingID = present('id', (await meetings.create(appID, { account_id, title: 'Show' })).data?.id)
  const inMeeting = { ...inApp, meeting_id: meetingID }
  const path = `/accounts/${account_id}/realtime/kit/${appID}/meetings/${meetingID}`

  step('add participants')
  const host = (
    await meetings.addParticipant(meetingID, {
      ...inApp,
      custom_participant_id: 'host',
      preset_name: 'livestream_host',
      name: 'Ada',
    })
  ).data
  const hostID = present('id', host?.id)
  matches('id', hostID, uuid)
  matches('token', host?.token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  equal('name', host?.name, 'Ada')
  const guest = { ...inApp, custom_participant_id: 'guest', preset_name: 'livestream_viewer' }
  const guestID = present('id', (await meetings.addParticipant(meetingID, guest)).data?.id)
  await refused(
    'an unknown preset',
    meetings.addParticipant(meetingID, { ...guest, preset_name: 'nothing' }),
    [NotFoundError, /No preset found/],
  )

  step('list and get participants')
  const listed = await meetings.getMeetingParticipants(meetingID, { ...inApp, per_page: 1, page_no: 2 })
  equal('id', listed.data[0]?.id, hostID)
  equal('paging', listed.paging, paging(2, 2, 2))
  const got = (await meetings.getMeetingParticipant(hostID, inMeeting)).data
  equal('preset_name', got?.preset_name, 'livestream_host')

  step('edit and replace a participant')
  const edited = (await meetings.editParticipant(guestID, { ...inMeeting, name: 'Bob' })).data
  equal('name', edited?.name, 'Bob')
  equal('custom_participant_id', edited?.custom_participant_id, 'guest')
  const body = { custom_participant_id: 'viewer', preset_name: 'webinar_viewer' }
  const replaced = await client.put<{ data: { preset_name: string; name?: string } }>(
    `${path}/participants/${guestID}`,
    { body },
  )
  equal('preset_name', replaced.data.preset_name, 'webinar_viewer')
  equal('name', replaced.data.name, undefined)

  step('join with tokens')
  const renewed = (await meetings.refreshParticipantToken(hostID, inMeeting)).data
  await control(`meetings/${meetingID}/join`, { participant: { token: present('token', renewed?.token) } })
  await control(`meetings/${meetingID}/join`, { participant: { custom_participant_id: 'viewer' } })
  const session = (await activeSession.getActiveSession(meetingID, inApp)).data
  equal('live_participants', session?.live_participants, 2)

  step('mute and ask them')
  const muted = await client.post<{ data: { participants: { id: string }[] } }>(
    `${path}/active-session/mute`,
    { body: { participant_ids: [hostID], custom_participant_ids: [] } },
  )
  equal('muted', muted.data.participants[0]?.id, hostID)
  const allMuted = await client.post<{ data: { muted_participants_count: number } }>(
    `${path}/active-session/mute-all`,
    { body: { allow_unmute: true } },
  )
  equal('muted_participants_count', allMuted.data.muted_participants_count, 2)
  const poll = { question: 'Tea?', options: ['Yes', 'No'] }
  const asked = (await activeSession.createPoll(meetingID, { ...inApp, ...poll })).data?.poll
  equal('question', asked?.question, 'Tea?')
  equal('options', asked?.options.length, 2)

  step('kick one, and then all')
  const kicked = await activeSession.kickParticipants(meetingID, { ...inApp, participant_ids: [guestID] })
  equal('kicked', kicked.data?.participants?.[0]?.id, guestID)
  await refused(
    'who has left',
    activeSession.kickParticipants(meetingID, { ...inApp, custom_participant_ids: ['viewer'] }),
    [NotFoundError, /No user found with id viewer/],
  )
  await refused('nobody', activeSession.kickParticipants(meetingID, inApp), [
    BadRequestError,
    /at least one participant/,
  ])
  const all = await activeSession.kickAllParticipants(meetingID, inApp)
  equal('kicked_participants_count', all.data?.kicked_participants_count, 1)
  await refused('the session', activeSession.getActiveSession(meetingID, inApp), [
    NotFoundError,
    /No active session/,
  ])

  step('delete a participant')
  const deleted = (await meetings.deleteMeetingParticipant(guestID, inMeeting)).data
  equal('custom_participant_id', deleted?.custom_participant_id, 'viewer')
  await refused('a deleted participant', meetings.getMeetingParticipant(guestID, inMeeting), [
    NotFoundError,
    /No participant found/,
  ])
}
