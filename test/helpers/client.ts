/** The calls of a livestream's life, over whatever carries a request: `inject` or a port. */

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was answered; the tests compare it
export type Body = any

export interface Answer {
  status: number
  body: Body
  /** The body as it came. */
  payload: string
}

/** Carry one request; `url` is below the origin. */
export type Send = (method: string, url: string, body?: object) => Promise<Answer>

export const account = 'a0000000000000000000000000000001'
const query = (values: object) => `?${new URLSearchParams(values as Record<string, string>)}`

export function createClient(send: Send, accountId = account) {
  const kit = `/client/v4/accounts/${accountId}/realtime/kit`
  const api: Send = (method, path, body) => send(method, `${kit}${path}`, body)
  const control: Send = (method, path, body) => send(method, `/_greenroom${path}`, body)
  const idOf = async (answer: Promise<Answer>): Promise<string> => {
    const { status, body, payload } = await answer
    if (status >= 300) throw new Error(`answered ${status}: ${payload}`)
    return (body.data.app ?? body.data).id
  }
  return {
    api,
    control,
    /** The new app's id. */
    newApp: (name = 'An app') => idOf(api('POST', '/apps', { name })),
    /** The new meeting's id. */
    newMeeting: (app: string, body: object = {}) => idOf(api('POST', `/${app}/meetings`, body)),
    /** The new independent livestream's id. */
    newLivestream: (app: string, body: object = {}) => idOf(api('POST', `/${app}/livestreams`, body)),
    /** The id of the livestream of a meeting that was started. */
    newStart: (app: string, meeting: string) => idOf(api('POST', `/${app}/meetings/${meeting}/livestreams`)),
    start: (app: string, meeting: string, body?: object) =>
      api('POST', `/${app}/meetings/${meeting}/livestreams`, body),
    stop: (app: string, meeting: string) => api('POST', `/${app}/meetings/${meeting}/active-livestream/stop`),
    active: (app: string, meeting: string) => api('GET', `/${app}/meetings/${meeting}/active-livestream`),
    ofMeeting: (app: string, meeting: string) => api('GET', `/${app}/meetings/${meeting}/livestream`),
    list: (app: string, values: object = {}) => api('GET', `/${app}/livestreams${query(values)}`),
    details: (app: string, livestream: string) => api('GET', `/${app}/livestreams/${livestream}`),
    openSession: (app: string, livestream: string) =>
      api('GET', `/${app}/livestreams/${livestream}/active-livestream-session`),
    activeSession: (app: string, meeting: string) => api('GET', `/${app}/meetings/${meeting}/active-session`),
    overall: (app: string, values: object = {}) =>
      api('GET', `/${app}/analytics/livestreams/overall${query(values)}`),
    daywise: (app: string, values: object = {}) =>
      api('GET', `/${app}/analytics/livestreams/daywise${query(values)}`),
    event: (livestream: string, event: string, more: object = {}) =>
      control('POST', `/livestreams/${livestream}/events`, { event, ...more }),
    advance: (seconds: number) => control('POST', '/clock/advance', { seconds }),
    async status(app: string, livestream: string): Promise<string> {
      const { body } = await api('GET', `/${app}/livestreams/${livestream}`)
      return body.data.livestream.status
    },
  }
}

export type Client = ReturnType<typeof createClient>

/** Send over a port, with a bearer token. */
export const overHttp =
  (origin: string): Send =>
  async (method, url, body) => {
    const response = await fetch(origin + url, {
      method,
      headers: { authorization: 'Bearer test', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const payload = await response.text()
    return { status: response.status, body: JSON.parse(payload), payload }
  }
