/** The names by which some tests know `api.ts`, with the method as an argument. New tests use that. */

import { connect } from './api.js'
import type { Method, Send } from './requests.js'

export { type Answer, type Body, overHttp, type Send } from './requests.js'

export const account = 'a0000000000000000000000000000001'

export function createClient(send: Send, accountId = account) {
  const { api, control } = connect(send, accountId)
  const {
    start,
    stop,
    active,
    ofMeeting,
    list,
    details,
    openSession,
    activeSession,
    overall,
    daywise,
    status,
  } = api
  const call =
    (prefix: string, headers = {}) =>
    (method: string, path: string, payload?: object) =>
      send({ method: method as Method, url: prefix + path, payload, headers })
  return {
    ...{
      start,
      stop,
      active,
      ofMeeting,
      list,
      details,
      openSession,
      activeSession,
      overall,
      daywise,
      status,
    },
    api: call(`/client/v4/accounts/${accountId}/realtime/kit`, { authorization: 'Bearer token' }),
    control: call('/_greenroom'),
    newApp: api.app,
    newMeeting: api.meeting,
    newLivestream: async (app: string, body?: object): Promise<string> =>
      (await api.independent(app, body)).id,
    newStart: async (app: string, meeting: string): Promise<string> =>
      (await api.livestream(app, meeting)).id,
    event: control.event,
    advance: control.advance,
  }
}

export type Client = ReturnType<typeof createClient>
