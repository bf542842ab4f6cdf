/**
 * The published operations that Greenroom does not emulate yet, so that a call of one is not taken for a typing error.
 * One that is registered is served, whether it still stands here or not. ASSUMED: the others answer 501. Source: Cloudflare's OpenAPI document.
 */

import { appPath } from './operation.js'

const session = `${appPath}/sessions/:session_id`

const published: readonly [id: string, method: string, path: string][] = [
  ['GetSessionChat', 'GET', `${session}/chat`],
  ['GetSessionTranscript', 'GET', `${session}/transcript`],
  ['GetSessionSummary', 'GET', `${session}/summary`],
  ['post-sessions-session_id-summary', 'POST', `${session}/summary`],
]

export const notEmulated = published.map(([id, method, path]) => ({ id, method, path }))
