/** The emulated API of one account, and the control API, over whatever carries a request. */

import { below, type Headers, made, type Request, type Send } from './requests.js'

export const recorded = { 'x-greenroom-wire': 'recorded' }

const search = (values: object) => `?${new URLSearchParams(values as Record<string, string>)}`

export type Api = ReturnType<typeof createApi>

/** The operations of one account, with a bearer token; paths are those below `/realtime/kit`. */
export function createApi(send: Send, accountId = 'account') {
  const prefix = `/client/v4/accounts/${accountId}/realtime/kit`
  const headers = { authorization: 'Bearer token' }
  const methods = below(send, prefix, headers)
  const { get, post } = methods
  return {
    ...methods,
    prefix,
    headers,
    /** Create an app. @returns its id */
    app: async (name = 'An app'): Promise<string> => made(await post('/apps', { name })).app.id,
    /** Create a meeting. @returns its id */
    meeting: async (app: string, body: object = {}): Promise<string> =>
      made(await post(`/${app}/meetings`, body)).id,
    /** Add a participant to a meeting. @returns what the answer says of them */
    participant: async (app: string, meeting: string, body: object = {}) =>
      made(await post(`/${app}/meetings/${meeting}/participants`, { custom_participant_id: 'ada', ...body })),
    /** Start a meeting's livestream. @returns what the answer says of it */
    livestream: async (app: string, meeting: string, body: object = {}) =>
      made(await post(`/${app}/meetings/${meeting}/livestreams`, body)),
    /** Create an independent livestream. @returns what the answer says of it */
    independent: async (app: string, body: object = {}) => made(await post(`/${app}/livestreams`, body)),

    start: (app: string, meeting: string, body?: object) =>
      post(`/${app}/meetings/${meeting}/livestreams`, body),
    stop: (app: string, meeting: string) => post(`/${app}/meetings/${meeting}/active-livestream/stop`),
    active: (app: string, meeting: string) => get(`/${app}/meetings/${meeting}/active-livestream`),
    ofMeeting: (app: string, meeting: string) => get(`/${app}/meetings/${meeting}/livestream`),
    list: (app: string, query: object = {}) => get(`/${app}/livestreams${search(query)}`),
    details: (app: string, livestream: string, headers?: Headers) =>
      get(`/${app}/livestreams/${livestream}`, headers),
    openSession: (app: string, livestream: string) =>
      get(`/${app}/livestreams/${livestream}/active-livestream-session`),
    activeSession: (app: string, meeting: string) => get(`/${app}/meetings/${meeting}/active-session`),
    overall: (app: string, query: object = {}) =>
      get(`/${app}/analytics/livestreams/overall${search(query)}`),
    daywise: (app: string, query: object = {}) =>
      get(`/${app}/analytics/livestreams/daywise${search(query)}`),
    status: async (app: string, livestream: string): Promise<string> =>
      made(await get(`/${app}/livestreams/${livestream}`)).livestream.status,
  }
}

/** The control API; paths are those below `/_greenroom`. */
export function createControl<Result>(send: (request: Request) => Promise<Result>) {
  const methods = below(send, '/_greenroom')
  return {
    ...methods,
    event: (livestream: string, event: string, more: object = {}) =>
      methods.post(`/livestreams/${livestream}/events`, { event, ...more }),
    advance: (seconds: number) => methods.post('/clock/advance', { seconds }),
  }
}

/** Both APIs. */
export const connect = (send: Send, accountId?: string) => ({
  api: createApi(send, accountId),
  control: createControl(send),
})
