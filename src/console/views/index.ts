/** Every view, by the path that leads to it. */

import type { ComponentType } from 'preact'
import { Api, ApiOperation } from './api.js'
import { DeliveryDetails } from './delivery.js'
import { Faults } from './faults.js'
import { Home } from './home.js'
import { Inbox, MessageDetails } from './inbox.js'
import { LivestreamDetails } from './livestream.js'
import { Livestreams } from './livestreams.js'
import { MeetingDetails } from './meeting.js'
import { Meetings } from './meetings.js'
import { Presets } from './presets.js'
import { RecordingDetails, Recordings } from './recordings.js'
import { RequestDetails } from './request.js'
import { Requests } from './requests.js'
import { SessionDetails } from './session.js'
import { State } from './state.js'
import { Time } from './time.js'
import { Webhooks } from './webhooks.js'

interface ViewEntry {
  pattern: RegExp
  /** @param props.id what the address names, or an empty text */
  view: ComponentType<{ id: string }>
}

export const views: readonly ViewEntry[] = [
  { pattern: /^\/$/, view: Home },
  { pattern: /^\/livestreams$/, view: Livestreams },
  { pattern: /^\/livestreams\/([^/]+)$/, view: LivestreamDetails },
  { pattern: /^\/meetings$/, view: Meetings },
  { pattern: /^\/meetings\/([^/]+)$/, view: MeetingDetails },
  { pattern: /^\/sessions\/([^/]+)$/, view: SessionDetails },
  { pattern: /^\/recordings$/, view: Recordings },
  { pattern: /^\/recordings\/([^/]+)$/, view: RecordingDetails },
  { pattern: /^\/presets$/, view: Presets },
  { pattern: /^\/time$/, view: Time },
  { pattern: /^\/requests$/, view: Requests },
  { pattern: /^\/requests\/(\d+)$/, view: RequestDetails },
  { pattern: /^\/webhooks$/, view: Webhooks },
  { pattern: /^\/webhooks\/inbox$/, view: Inbox },
  { pattern: /^\/webhooks\/inbox\/(\d+)$/, view: MessageDetails },
  { pattern: /^\/webhooks\/([^/]+)$/, view: DeliveryDetails },
  { pattern: /^\/faults$/, view: Faults },
  { pattern: /^\/state$/, view: State },
  { pattern: /^\/api$/, view: Api },
  { pattern: /^\/api\/([^/]+)$/, view: ApiOperation },
]
