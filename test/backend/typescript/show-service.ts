/** A back end for shows, as an application has it: it knows the SDK, and nothing of Greenroom. */

import type Cloudflare from 'cloudflare'

export interface Show {
  meetingID: string
  livestreamID: string
  recordingID: string
  hostToken: string
  viewerTokens: string[]
}

/** A value that the SDK's types admit to be missing, and the service always gives. */
function present<T>(what: string, value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error(`the service gave no ${what}`)
  return value
}

/** Keep the shows of one app: each is a meeting that is livestreamed and recorded. */
export function createShowService({
  client,
  account_id,
  appID,
}: {
  client: Cloudflare
  account_id: string
  appID: string
}) {
  const { apps: _apps, ...kit } = client.realtimeKit
  const inApp = { account_id, app_id: appID }

  return {
    /** Ask to be told of events at a URL. */
    subscribe: (url: string, events: Parameters<typeof kit.webhooks.createWebhook>[1]['events']) =>
      kit.webhooks.createWebhook(appID, { account_id, name: 'shows', url, events }),
    /** Find the preset of a name, or make it like another one. @returns its id */
    async ensurePreset(name: string, like: string): Promise<string> {
      const { data } = await kit.presets.get(appID, { account_id, per_page: 100 })
      const ids = new Map(data?.map((preset) => [preset.name, preset.id]))
      const known = ids.get(name)
      if (known) return known
      const model = await kit.presets.getPresetByID(present(like, ids.get(like)), inApp)
      const { config, permissions, ui } = model.data
      const body = { account_id, name, config, permissions, ui } as Parameters<typeof kit.presets.create>[1]
      return (await kit.presets.create(appID, body)).data.id
    },
    /** Create a show, let everybody in, and start to livestream and record it. */
    async begin(title: string, people: { host: string; viewers: string[] }): Promise<Show> {
      const meeting = { account_id, title, transcribe_on_end: true, summarize_on_end: true }
      const meetingID = present('meeting', (await kit.meetings.create(appID, meeting)).data).id
      const letIn = async (name: string, preset_name: string) => {
        const added = await kit.meetings.addParticipant(meetingID, {
          ...inApp,
          custom_participant_id: name,
          name,
          preset_name,
        })
        return present('token', added.data?.token)
      }
      const hostToken = await letIn(people.host, 'show_host')
      const viewerTokens = []
      for (const name of people.viewers) viewerTokens.push(await letIn(name, 'livestream_viewer'))
      const livestream = await kit.livestreams.startLivestreamingAMeeting(meetingID, {
        ...inApp,
        name: title,
      })
      const recording = await kit.recordings.startRecordings(appID, { account_id, meeting_id: meetingID })
      const livestreamID = present('livestream', livestream.data?.id)
      return {
        meetingID,
        livestreamID,
        recordingID: present('recording', recording.data).id,
        hostToken,
        viewerTokens,
      }
    },
    /** Stop the livestream, and put everybody out, which ends the session and the recording. */
    async finish({ meetingID }: Show) {
      await kit.livestreams.stopLivestreamingAMeeting(meetingID, inApp)
      await kit.activeSession.kickAllParticipants(meetingID, inApp)
    },
    /** Ask the service what became of a show, as a nightly job does that missed webhooks. */
    async reconcile({ meetingID, livestreamID }: Show) {
      const { data } = await kit.livestreams.getLivestreamSessionForLivestreamID(livestreamID, inApp)
      const listed = await kit.sessions.getSessions(appID, { account_id, associated_id: meetingID })
      const session = present('session', listed.data?.sessions?.[0])
      const attended = await kit.sessions.getSessionParticipants(session.id, {
        ...inApp,
        sort_by: 'joinedAt',
        sort_order: 'ASC',
      })
      const recordings = await kit.recordings.getRecordings(appID, { account_id, meeting_id: meetingID })
      const recording = present('recording', recordings.data[0])
      return {
        livestream: data?.livestream?.status,
        session: { id: session.id, status: session.status, most: session.max_concurrent_participants },
        attended: attended.data?.participants?.map(({ custom_participant_id, duration }) => ({
          who: custom_participant_id,
          minutes: Math.round((duration ?? 0) * 100) / 100,
        })),
        recording: { id: recording.id, status: recording.status },
        film: recording.download_url,
      }
    },
  }
}
