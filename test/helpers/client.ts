/** The names by which some tests know `api.ts` by flat names. New tests use that. */

import { connect } from './api.js'
import type { Send } from './requests.js'

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
    api,
    control,
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
