/** The tags of the control API's operations in its OpenAPI document. */

import { controlPrefix } from '../core/paths.js'
import type { DocumentTag } from '../http/document-tags.js'

const tag = (name: string, description: string, ...segments: string[]): DocumentTag => ({
  name,
  description,
  has: (path) => segments.some((segment) => `${path}/`.startsWith(`${controlPrefix}/${segment}/`)),
})

export const controlTags: readonly DocumentTag[] = [
  tag('Greenroom', 'Whether it runs, how it is set, and its demo.', 'health', 'info', 'demo'),
  tag('Time', 'The clock, and what is scheduled.', 'clock', 'scheduled'),
  tag('Livestreams', 'Livestreams of all accounts, and what happens to them.', 'livestreams'),
  tag('Meetings', 'Meetings of all accounts, who joins and who leaves.', 'meetings', 'participants'),
  tag('Sessions', 'Sessions of all accounts, and what is said in them.', 'sessions'),
  tag('Recordings', 'Recordings of all accounts, and what happens to them.', 'recordings'),
  tag('Accounts', 'Accounts, their presets and their keys.', 'accounts', 'presets', 'jwks.json'),
  tag(
    'Webhooks',
    'Webhooks, their deliveries, rules for these, and the inbox.',
    'webhooks',
    'deliveries',
    'inbox',
  ),
  tag('Faults', 'Rules that make calls fail.', 'faults'),
  tag('Requests', 'The journal: which requests were made.', 'requests'),
  tag('Events', 'What happens, as it happens.', 'events'),
  tag('State', 'Everything stored: snapshots, export, import and reset.', 'snapshots', 'state', 'reset'),
]
