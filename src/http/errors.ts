/**
 * Every error that a client can be given, in one catalogue. Services throw; the error handler in this folder
 * renders. The forms and the codes of the gateway are the service's; see the README for the messages that are ours.
 */

interface GatewayError {
  form: 'gateway'
  status: number
  errors: { code: number; message: string }[]
}

interface ServiceError {
  form: 'service'
  status: number
  message: string
  /** Instead of the status. */
  code?: number
}

export type Rendered = GatewayError | ServiceError

const gateway = (status: number, ...errors: [code: number, message: string][]): GatewayError => ({
  form: 'gateway',
  status,
  errors: errors.map(([code, message]) => ({ code, message })),
})
const service = (status: number, message: string): ServiceError => ({ form: 'service', status, message })

const unroutable = (url: string): [number, string][] => [
  [7003, `Could not route to ${url}, perhaps your object identifier is invalid?`],
  [7000, 'No route for that URI'],
]

export const catalogue = {
  // From the gateway.
  unauthenticated: () => gateway(401, [10000, 'Authentication error']),
  unauthorizedAccount: () => gateway(403, [9109, 'Unauthorized to access requested resource']),
  noRoute: (url: string) => gateway(404, ...unroutable(url)),
  unroutableUrl: (url: string) => gateway(400, ...unroutable(url)),
  methodNotAllowed: (method: string) => gateway(405, [7001, `Method ${method} not available for that URI.`]),
  throttled: () => gateway(429, [971, 'Please wait and consider throttling your request speed']),
  malformedRequest: () => gateway(400, [7000, 'The request is not well-formed HTTP']),

  // From the service: what a request gets wrong.
  badRequest: (problem: string) => service(400, `BAD_REQUEST: ${problem}`),
  invalidGuid: (field: string) => service(400, `BAD_REQUEST: "${field}" must be a valid GUID`),
  malformedJson: (reason: string) => service(400, `BAD_REQUEST: "body" is not valid JSON: ${reason}`),
  bodyTooLarge: (limit: number) =>
    service(413, `PAYLOAD_TOO_LARGE: "body" must not be larger than ${limit} bytes`),
  unsupportedMediaType: (type: string) =>
    service(415, `UNSUPPORTED_MEDIA_TYPE: "content-type" must be application/json, not ${type}`),
  internal: () => service(500, 'INTERNAL_SERVER_ERROR: an error in Greenroom; its log has the cause'),

  // Greenroom's own: directives are no part of the service.
  badDirective: (position: number, problem: string) =>
    service(400, `BAD_REQUEST: "name" has a directive that is wrong at character ${position}: ${problem}`),

  // From the service: what is not there, or not in a state to do it.
  noApp: (id: string, account: string) => service(404, `No app found with id ${id} in account ${account}`),
  noMeeting: (id: string) => service(404, `No meeting found with id ${id}`),
  noSession: (id: string) => service(404, `No session found with id ${id}`),
  noActiveSession: (meetingId: string) => service(404, `No active session found for meeting_id ${meetingId}`),
  noLivestream: (id: string) => service(404, `No livestream found with id ${id}`),
  noLivestreamSession: (id: string) => service(404, `No livestream session found with id ${id}`),
  noWebhooks: (appId: string) => service(404, `No webhooks found for app ${appId}`),
  duplicateWebhook: (id: string) => service(409, `Webhook ${id} of this app already has this "url"`),
  noWebhook: (id: string) => service(404, `No webhook found with id ${id}`),
  noActiveLivestream: (meetingId: string) =>
    service(404, `No active livestream found for meeting_id ${meetingId}`),
  noActiveLivestreamSession: (id: string) =>
    service(404, `No active livestream session found for livestream_id ${id}`),
  meetingInactive: (id: string) => service(400, `BAD_REQUEST: "meeting_id" ${id} is of an INACTIVE meeting`),
  livestreamActive: (meetingId: string, livestreamId: string) =>
    service(409, `Livestream ${livestreamId} is already active for meeting_id ${meetingId}`),

  // From the control API.
  illegalEvent: (event: string, status: string, legal: readonly string[]) =>
    service(
      409,
      `"event" ${event} is not possible while the livestream is ${status}; possible: ${legal.join(', ') || 'none'}`,
    ),
  livestreamDisabled: (id: string) => service(409, `Livestream ${id} is disabled: it cannot go live`),
  ambiguousLivestream: (id: string, count: number) =>
    service(409, `${count} apps have a livestream ${id}: say which with "account_id" and "app_id"`),
  ambiguousMeeting: (id: string, count: number) =>
    service(409, `${count} apps have a meeting ${id}: say which with "account_id" and "app_id"`),
  participantPresent: (id: string, meetingId: string) =>
    service(409, `"participant.id" ${id} is already in meeting_id ${meetingId}`),
  noParticipant: (id: string, meetingId: string) =>
    service(404, `"participant.id" ${id} is not in meeting_id ${meetingId}`),
  tooFewParticipants: (count: number, present: number, meetingId: string) =>
    service(409, `"count" ${count} is more than the ${present} in meeting_id ${meetingId}`),
  neverIdle: (count: number, at: string) =>
    service(409, `"until" idle was not reached: ${count} jobs ran, the clock is at ${at}, more is pending`),
  jobStalled: (at: string, reason: string) =>
    service(
      503,
      `The clock stands at ${at}: a job that was due failed, and is tried again until it succeeds: ${reason}`,
    ),
  hostNotAllowed: (host: string, name: string) =>
    service(
      403,
      `The control API does not answer to the host ${host}: allow it with --allow-host ${name} (GREENROOM_ALLOW_HOST)`,
    ),
  originNotAllowed: (origin: string) =>
    service(
      403,
      `The control API does not answer pages of the origin ${origin}: only its own, or that of --public-url`,
    ),
  noFault: (id: string) => service(404, `No fault found with id ${id}`),
  journalOff: () => service(409, 'The journal is off: start with --journal N to keep the last N requests'),
  noSnapshot: (name: string, account: string | undefined) =>
    service(
      404,
      `No snapshot found with name ${name}${account === undefined ? '' : ` in account ${account}`}`,
    ),
  noDelivery: (id: string) => service(404, `No delivery found with id ${id}`),
  noDeliveryRule: (id: string) => service(404, `No delivery rule found with id ${id}`),
  webhookGone: (id: string) => service(409, `Webhook ${id} was deleted: there is nowhere to send it again`),
  deliveriesMissing: (
    { count, outcome, timeout }: { count: number; outcome: string; timeout: number },
    seen: string,
  ) => service(409, `Waited ${timeout} s for ${count} ${outcome}, and saw ${seen}`),
  noControlRoute: (method: string, url: string) => service(404, `No control operation ${method} ${url}`),
  notReady: (reason: string) => service(503, reason),
} satisfies Record<string, (...details: never[]) => Rendered>

export type ErrorName = keyof typeof catalogue

/** An error to answer with. Its text is its message in the log, never branched upon. */
export class ApiError extends Error {
  override name = 'ApiError'
  constructor(readonly rendered: Rendered) {
    super(rendered.form === 'gateway' ? (rendered.errors[0]?.message ?? '') : rendered.message)
  }
}

/** Make an error of the catalogue: `throw apiError('noMeeting', id)`. */
export function apiError<Name extends ErrorName>(
  name: Name,
  ...details: Parameters<(typeof catalogue)[Name]>
) {
  const make = catalogue[name] as (...details: unknown[]) => Rendered
  return new ApiError(make(...details))
}

/** The body of an error in its form. */
export const errorBody = (error: Rendered) =>
  error.form === 'gateway'
    ? { success: false, errors: error.errors, messages: [], result: null }
    : { success: false, error: { code: error.code ?? error.status, message: error.message } }
