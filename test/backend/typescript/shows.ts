/** A back end's shows: a meeting whose host is streamed, recorded and watched. */

import type Cloudflare from 'cloudflare'
import { NotFoundError } from 'cloudflare'

/** The value of a property that the SDK says may be missing. @throws Error naming it */
export function present<Value>(name: string, value: Value): NonNullable<Value> {
  if (value === undefined || value === null) throw new Error(`the answer has no ${name}`)
  return value
}

export interface Person {
  custom_participant_id: string
  name: string
  preset_name: string
}

/** Create what a back end does with the shows of its app. @param options.account_id the account of the app */
export function createShows(
  client: Cloudflare,
  { account_id, app_id }: { account_id: string; app_id: string },
) {
  const { activeSession, livestreams, meetings, presets, recordings } = client.realtimeKit
  const inApp = { account_id, app_id }

  async function findPreset(name: string, page_no = 1): Promise<string | undefined> {
    const { data, paging } = await presets.get(app_id, { account_id, page_no, per_page: 5 })
    const found = data.find((preset) => preset.name === name)
    if (found) return found.id
    return paging.end_offset < paging.total_count ? findPreset(name, page_no + 1) : undefined
  }

  return {
    /** Find a preset by its name, or create it as a copy of another. @returns its id */
    async seedPreset(name: string, { like }: { like: string }) {
      const found = await findPreset(name)
      if (found) return found
      const model = present(`preset ${like}`, await findPreset(like))
      const { config, permissions, ui } = (await presets.getPresetByID(model, inApp)).data
      const body = { name, config, permissions, ui } as Cloudflare.RealtimeKit.PresetCreateParams
      return (await presets.create(app_id, { ...body, account_id })).data.id
    },

    /** Create the meeting of a show. @returns its id */
    async create(title: string) {
      const settings = { title, persist_chat: true, transcribe_on_end: true, summarize_on_end: true }
      return present('id', (await meetings.create(app_id, { account_id, ...settings })).data?.id)
    },

    /** Add somebody to a show. @returns the id, and the token that the client SDK joins with */
    async add(meetingId: string, person: Person) {
      const { data } = await meetings.addParticipant(meetingId, { ...inApp, ...person })
      return { id: present('id', data?.id), token: present('token', data?.token) }
    },

    /** Start the livestream and the recording of a show. */
    async start(meetingId: string) {
      const livestream = await livestreams.startLivestreamingAMeeting(meetingId, { ...inApp, name: 'Show' })
      const recording = await recordings.startRecordings(app_id, { account_id, meeting_id: meetingId })
      return {
        livestreamId: present('id', livestream.data?.id),
        recordingId: present('id', recording.data?.id),
      }
    },

    /** Send everybody home and stop the livestream, unless it has stopped with its session. @returns how many were kicked */
    async end(meetingId: string) {
      const { data } = await activeSession.kickAllParticipants(meetingId, inApp)
      try {
        await livestreams.stopLivestreamingAMeeting(meetingId, inApp)
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error
      }
      return data?.kicked_participants_count
    },
  }
}
