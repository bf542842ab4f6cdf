import { NotFoundError } from 'cloudflare'
import { type Context, paging } from './context.js'

/** What a session leaves behind: who attended it, and what was said. */
export async function sessionRecords(
  { account_id, client, uncheckedClient, control, advance, checks }: Context,
  { appID }: { appID: string },
) {
  const { step, equal, matches, present, refused } = checks
  const { activeSession, meetings, sessions } = client.realtimeKit
  const inApp = { account_id, app_id: appID }
  const settings = { title: 'Talk', transcribe_on_end: true }
  const meetingID = present('id', (await meetings.create(appID, { account_id, ...settings })).data?.id)
  const host = { ...inApp, custom_participant_id: 'host', preset_name: 'webinar_presenter', name: 'Ada' }
  const added = (await meetings.addParticipant(meetingID, host)).data
  await control(`meetings/${meetingID}/join`, { participant: { id: present('id', added?.id) } })
  await control(`meetings/${meetingID}/join`, { participant: { id: 'bob', name: 'Bob' } })
  const sessionID = present('id', (await activeSession.getActiveSession(meetingID, inApp)).data?.id)
  const said = { participant_id: 'bob', text: 'Hello' }
  await control(`sessions/${sessionID}/chat`, { messages: [{ participant_id: 'bob', payload: 'Hello' }] })
  await control(`sessions/${sessionID}/transcript`, { lines: [said] })
  await advance(90)
  await activeSession.kickAllParticipants(meetingID, inApp)

  step('participants of a session')
  const attended = (await sessions.getSessionParticipants(sessionID, { ...inApp, search: 'ada' })).data
  const ada = attended?.participants?.[0]
  equal('paging', (attended as { paging?: object }).paging, paging(1, 1, 1))
  equal('user_id', ada?.user_id, added?.id)
  equal('duration', ada?.duration, 1.5)
  const inSession = { ...inApp, session_id: sessionID }
  const peerID = present('id', ada?.id)
  const details = (await sessions.getSessionParticipantDetails(peerID, inSession)).data?.participant
  equal('display_name', details?.display_name, 'Ada')
  const unchecked = uncheckedClient.realtimeKit.sessions
  const report = (await unchecked.getParticipantDataFromPeerID(peerID, { ...inApp, filters: 'events' })).data
  equal('id', report?.participant?.id, peerID)
  equal('events', report?.participant?.peer_report?.metadata?.events?.length, 0)
  await refused('nobody', sessions.getSessionParticipantDetails('nobody', inSession), [
    NotFoundError,
    /No user found with id nobody/,
  ])

  step('chat, transcript and summary of a session')
  const chat = (await sessions.getSessionChat(sessionID, inApp)).data
  matches('chat_download_url', chat?.chat_download_url, /\/downloads\/.+\.csv$/)
  const transcript = (await sessions.getSessionTranscripts(sessionID, inApp)).data
  equal('sessionId', transcript?.sessionId, sessionID)
  const text = await (await fetch(present('url', transcript?.transcript_download_url))).text()
  matches('transcript', text, /"bob","bob","Bob","Hello"\n$/)
  await refused('the summary', sessions.getSessionSummary(sessionID, inApp), [
    NotFoundError,
    /No summary found for this session!/,
  ])
  await sessions.generateSummaryOfTranscripts(sessionID, inApp)
  const summary = (await sessions.getSessionSummary(sessionID, inApp)).data
  matches('summaryDownloadUrl', summary?.summaryDownloadUrl, /summary\.txt$/)
}
