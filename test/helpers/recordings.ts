/** Recordings of an app of an emulator in process. */

import type { EmulatorOptions } from '../../src/index.js'
import { createApi } from './api.js'
import { type Headers, made, type Send, type Teardown } from './requests.js'
import { startWithApp } from './start.js'

/** The operations on the recordings of an app. */
export function recordingsOf(send: Send, app: string, accountId = 'account') {
  const { get, post, put } = createApi(send, accountId)
  const path = `/${app}/recordings`
  return {
    start: (meeting: string, body: object = {}, headers?: Headers) =>
      post(path, { meeting_id: meeting, ...body }, headers),
    tracks: (meeting: string, body: object = {}, headers?: Headers) =>
      post(`${path}/track`, { meeting_id: meeting, ...body }, headers),
    list: (query = '', headers?: Headers) => get(`${path}${query}`, headers),
    active: (meeting: string) => get(`${path}/active-recording/${meeting}`),
    act: (id: string, action: string, headers?: Headers) => put(`${path}/${id}`, { action }, headers),
    get: (id: string, headers?: Headers) => get(`${path}/${id}`, headers),
    /** What the answer says of it. */
    look: async (id: string, headers?: Headers) => made(await get(`${path}/${id}`, headers)),
  }
}

/** An app with a meeting, and ways to record it. */
export async function startRecordings(t: Teardown, options: EmulatorOptions = {}) {
  const started = await startWithApp(t, options)
  const { api, app, emulator, send } = started
  const recordings = recordingsOf(send, app)
  const meeting = await api.meeting(app, { title: 'Weekly' })
  return {
    ...started,
    meeting,
    recordings,
    advance: (seconds: number) => emulator.clock.advance(seconds),
    /** Start a recording. @returns its id */
    record: async (body: object = {}, of = meeting): Promise<string> =>
      made(await recordings.start(of, body)).id,
    join: (of = meeting) => emulator.meetings.join(of),
    leave: (of = meeting) => emulator.meetings.leave(of),
  }
}
