/**
 * Every error that a client can be given, in one catalogue. Services throw; the error handler in this folder
 * renders. The messages that are ours are in the docs.
 */

import { controlErrors } from './control-errors.js'
import { bare, type CodeName, flat, gateway, type Rendered, service } from './error-forms.js'

const unroutable = (url: string): [CodeName, string][] => [
  ['NO_ROUTE_FOR_OBJECT', `Could not route to ${url}, perhaps your object identifier is invalid?`],
  ['NO_ROUTE', 'No route for that URI'],
]

const alreadyActive = (meetingId: string, livestreamId: string) =>
  `Livestream ${livestreamId} is already active for meeting_id ${meetingId}`

const catalogue = {
  // From the gateway.
  unauthenticated: gateway(401, () => [['AUTHENTICATION_ERROR', 'Authentication error']]),
  legacyUnauthorized: bare(401, 'Unauthorized'),
  unauthorizedAccount: gateway(403, () => [
    ['NOT_AUTHORIZED_FOR_ACCOUNT', 'Unauthorized to access requested resource'],
  ]),
  noRoute: gateway(404, unroutable),
  unroutableUrl: gateway(400, unroutable),
  methodNotAllowed: gateway(405, (method: string) => [
    ['METHOD_NOT_AVAILABLE', `Method ${method} not available for that URI.`],
  ]),
  throttled: gateway(429, () => [['THROTTLED', 'Please wait and consider throttling your request speed']]),
  malformedRequest: gateway(400, () => [['NO_ROUTE', 'The request is not well-formed HTTP']]),
  headersTooLarge: gateway(431, () => [['NO_ROUTE', 'The request is not well-formed HTTP']]),
  requestTimeout: gateway(408, () => [['NO_ROUTE', 'The request did not arrive in time']]),

  // From the service: what a request gets wrong.
  badRequest: service(400, (problem: string) => `BAD_REQUEST: ${problem}`),
  invalidGuid: service(400, (field: string) => `BAD_REQUEST: "${field}" must be a valid GUID`),
  malformedJson: service(400, (reason: string) => `BAD_REQUEST: "body" is not valid JSON: ${reason}`),
  bodyTooLarge: service(
    413,
    (limit: number) => `PAYLOAD_TOO_LARGE: "body" must not be larger than ${limit} bytes`,
  ),
  unsupportedMediaType: service(
    415,
    (type: string) => `UNSUPPORTED_MEDIA_TYPE: "content-type" must be application/json, not ${type}`,
  ),
  unsupportedEncoding: service(
    415,
    (encoding: string, accepted: string) =>
      `UNSUPPORTED_MEDIA_TYPE: "content-encoding" must be one of [${accepted}], not ${encoding}`,
  ),
  expectationFailed: service(
    417,
    (value: string) => `EXPECTATION_FAILED: "expect" must be 100-continue, not ${value}`,
  ),
  /** Seen on 2026-04-12: `[body] "destinations" is not allowed`. */
  unprocessableBody: flat(422, (problem: string) => `[body] ${problem}`),
  internal: service(500, () => 'INTERNAL_SERVER_ERROR: an error in Greenroom; its log has the cause'),

  // Greenroom's own: directives are no part of the service.
  badDirective: service(
    400,
    (position: number, problem: string, field = 'name') =>
      `BAD_REQUEST: "${field}" has a directive that is wrong at character ${position}: ${problem}`,
  ),

  // From the service: what is not there, or not in a state to do it.
  noApp: service(404, (id: string, account: string) => `No app found with id ${id} in account ${account}`),
  noMeeting: service(404, (id: string) => `No meeting found with id ${id}`),
  noSession: service(404, (id: string) => `No session found with id ${id}`),
  /** Recorded. */
  noChat: service(404, () => 'No chat dump found for this session!'),
  noTranscript: service(404, () => 'No transcript found for this session!'),
  noSummary: service(404, () => 'No summary found for this session!'),
  noActiveSession: service(404, (meetingId: string) => `No active session found for meeting_id ${meetingId}`),
  noLivestream: service(404, (id: string) => `No livestream found with id ${id}`),
  noLivestreamSession: service(404, (id: string) => `No livestream session found with id ${id}`),
  noRecording: service(404, (id: string) => `No recording found with id ${id}`),
  noActiveRecording: service(
    404,
    (meetingId: string) => `No active recording found for meeting_id ${meetingId}`,
  ),
  recordingActive: service(
    400,
    (id: string, meetingId: string) => `Recording ${id} is already active for meeting_id ${meetingId}`,
  ),
  /** Seen from the live service, of a stop. */
  recordingNotInProgress: service(400, () => 'The recording is not in progress'),
  recordingPaused: service(400, () => 'The recording is already paused'),
  recordingNotPaused: service(400, () => 'The recording is not paused'),
  noPreset: service(404, (id: string) => `No preset found with id ${id}`),
  noPresetOfName: service(404, (name: string) => `No preset found with name ${name}`),
  presetNameTaken: service(409, (name: string) => `A preset with the "name" ${name} exists already`),
  presetInUse: service(
    409,
    (name: string) => `The preset ${name} is in use: participants were added with it`,
  ),
  noMeetingParticipant: service(
    404,
    (id: string, meetingId: string) => `No participant found with id ${id} in meeting_id ${meetingId}`,
  ),
  /** Recorded, of a kick. */
  noUser: service(404, (id: string) => `No user found with id ${id}`),
  noWebhooks: service(404, (appId: string) => `No webhooks found for app ${appId}`),
  duplicateWebhook: service(409, (id: string) => `Webhook ${id} of this app already has this "url"`),
  noWebhook: service(404, (id: string) => `No webhook found with id ${id}`),
  noActiveLivestream: service(
    404,
    (meetingId: string) => `No active livestream found for meeting_id ${meetingId}`,
  ),
  noActiveLivestreamSession: service(
    404,
    (id: string) => `No active livestream session found for livestream_id ${id}`,
  ),
  meetingInactive: service(400, (id: string) => `BAD_REQUEST: "meeting_id" ${id} is of an INACTIVE meeting`),
  // Seen from the live service, whose clients do not retry it; 409 with --start-when-active conflict.
  livestreamActive: service(400, alreadyActive),
  livestreamConflict: service(409, alreadyActive),
  livestreamStopping: service(
    400,
    (meetingId: string) => `The livestream of meeting_id ${meetingId} is still stopping`,
  ),

  // Of the files that links lead to.
  noFile: service(404, () => 'No file found at this link'),
  linkExpired: service(403, (at: string) => `This link expired at ${at}`),

  // Of what playback URLs lead to.
  noPlayback: service(404, (playbackId: string) => `No livestream found with playback_id ${playbackId}`),
  playbackNotStarted: service(
    404,
    (id: string, status: string) =>
      `Livestream ${id} is ${status} and has not been LIVE: there is nothing to play yet`,
  ),
  playbackEnded: service(
    404,
    (id: string, { at, keep }: { at: string; keep: number }) =>
      `Livestream ${id} ended at ${at}, and could be played for ${keep} s after that (--playback-keep)`,
  ),
  playbackNotKept: service(
    404,
    (id: string) =>
      `What the encoder of livestream ${id} sent is not here: its first pictures are on the way, or Greenroom was started, reset or restored since, or keeps newer ones in its place`,
  ),
  playbackDisabled: service(403, (id: string) => `Livestream ${id} is disabled: it cannot be watched`),
  noPlaybackFile: service(
    404,
    (playbackId: string) =>
      `The livestream with playback_id ${playbackId} has no such playlist or segment, or does not have it yet`,
  ),

  // From the control API.
  ...controlErrors,
}

/** The name of an error in the catalogue. */
export type ErrorName = keyof typeof catalogue

/** Tell an error's status and form by its name, for documents. */
export const describeErrorName = (name: ErrorName): { status: number; form: Rendered['form'] } =>
  catalogue[name]

/** An error to answer with. Its text is its message in the log, never branched upon. */
export class ApiError extends Error {
  override name = 'ApiError'
  /** The HTTP status. */
  readonly status: number
  /** The code in the body; the status, unless the error has one of its own. */
  readonly code: number
  constructor(readonly rendered: Rendered) {
    super(rendered.form === 'gateway' ? (rendered.errors[0]?.message ?? '') : rendered.message)
    const { status } = rendered
    this.status = status
    const own = rendered.form === 'gateway' ? rendered.errors[0]?.code : undefined
    this.code = own ?? (rendered.form === 'service' ? rendered.code : undefined) ?? status
  }
}

/** Make an error of the catalogue: `throw apiError('noMeeting', id)`. */
export function apiError<Name extends ErrorName>(
  name: Name,
  ...details: Parameters<(typeof catalogue)[Name]['render']>
) {
  const render = catalogue[name].render as (...details: unknown[]) => Rendered
  return new ApiError(render(...details))
}

/** Give an error the body of its form. */
export function errorBody(error: Rendered) {
  switch (error.form) {
    case 'gateway':
      return { success: false, errors: error.errors, messages: [], result: null }
    case 'service':
      return { success: false, error: { code: error.code ?? error.status, message: error.message } }
    case 'flat':
      return { message: error.message, success: false }
    case 'bare':
      return { message: error.message }
  }
}
