/**
 * What stands behind each operation, besides what its declaration says. The published document is the public OpenAPI
 * document of RealtimeKit, August 2026; the recorded bodies are those of the service's earlier documentation.
 */

import type { OperationId } from '../../src/api/operation-ids.js'

/** Operations of which the service's documentation recorded a body. */
export const recorded: ReadonlySet<OperationId> = new Set<OperationId>([
  'fetch_all_livestreams',
  'create_livestream',
  'get-v2-livestream-session-livestream-id',
  'get-v2-active-livestream-session-details',
  'get-v2-livestreams-livestream-session-id',
  'start-livestreaming',
  'get-v2-meetings-meetingId-active-livestream',
  'stop_livestreaming',
  'livestream-session-details',
  'get-v2-livestreamsession-session-meetingId-active-livestream',
  'get-livestream-analytics-complete',
  'get-livestream-analytics-daywise',
  'GetActiveSession',
  'GetSessionParticipants',
  'GetParticipantDataFromPeerId',
  'add_participant',
  'start_recording',
  'pause_resume_stop_recording',
  'disable_livestream',
  'reset_livestream_stream_key',
  'getAllWebhooks',
  'addWebhook',
  'getWebhook',
  'replaceWebhook',
  'editWebhook',
  'deleteWebhook',
])

/** Operations that no published document has. */
export const unpublished: ReadonlySet<string> = new Set<string>([
  'disable_livestream',
  'enable_livestream',
  'reset_livestream_stream_key',
])

/**
 * Operations whose published answer has a schema that is not valid itself (`nullable` without `type`): what checks
 * answers by it cannot read it, so they are called past it.
 */
export const uncheckable: ReadonlySet<string> = new Set<OperationId>(['GetParticipantDataFromPeerId'])

/** Operations that the SDK tests do not call. */
export const notDriven = (id: string) => /webhook/i.test(id) || unpublished.has(id)

/** Operations that the tests of an SDK call by its plain `get` and `post`, as it has no method for them. */
export const withoutMethod: Record<'TypeScript' | 'Go' | 'Python', ReadonlySet<OperationId>> = {
  TypeScript: new Set<OperationId>([
    'create_livestream',
    'get_app',
    'livestream-session-details',
    'get-v2-livestreamsession-session-meetingId-active-livestream',
    'put-presets-preset_id',
    'replace_participant',
    'MuteParticipants',
    'MuteAllParticipants',
  ]),
  Go: new Set<OperationId>([
    'get_app',
    'post-presets',
    'patch-presets-preset_id',
    'put-presets-preset_id',
    'livestream-session-details',
    'get-v2-livestreamsession-session-meetingId-active-livestream',
    'get-livestream-analytics-daywise',
    'replace_participant',
    'MuteParticipants',
    'MuteAllParticipants',
  ]),
  Python: new Set<OperationId>([
    'create_livestream',
    'get_app',
    'livestream-session-details',
    'get-v2-livestreamsession-session-meetingId-active-livestream',
    'replace_participant',
    'MuteParticipants',
    'MuteAllParticipants',
  ]),
}

/** What we assumed about an operation, as a link to the part of the fidelity page that says it. */
export function assumedOf(id: string, path: string): string {
  if (/webhook/i.test(id)) return '[webhooks](#webhooks)'
  if (/analytics/.test(path)) return '[analytics](#analytics)'
  if (/recordings/.test(path)) return '[recordings](#recordings)'
  if (/sessions\/(:session_id\/(participants|chat|transcript|summary)|peer-report)/.test(path))
    return '[sessions](#meetings-and-sessions)'
  if (/participants|active-session\//.test(path)) return '[participants](#participants)'
  if (/presets/.test(path)) return '[presets](#presets)'
  if (/meetings\/:meeting_id$|\/meetings$/.test(path)) return '[meetings](#meetings-and-sessions)'
  if (/sessions$|active-session|sessions\/:session_id/.test(path) && !/livestream/.test(path))
    return '[sessions](#meetings-and-sessions)'
  if (/livestream/.test(path)) return '[livestreams](#livestreams)'
  return '[requests](#requests)'
}
