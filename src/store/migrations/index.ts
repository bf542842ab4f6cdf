/** The database's schema as numbered steps. A step that has shipped is never edited: add another file. */

import { initial } from './001-initial.js'
import { failedJobs } from './002-failed-jobs.js'
import { lastHosts } from './003-last-hosts.js'
import { presets } from './004-presets.js'
import { participants } from './005-participants.js'
import { analytics } from './006-analytics.js'
import { endedDeliveries } from './007-ended-deliveries.js'
import { recordings } from './008-recordings.js'
import { accountClocks } from './009-account-clocks.js'
import { sessionParticipants } from './010-session-participants.js'
import { meetingCounts } from './011-meeting-counts.js'
import { sessionFiles } from './012-session-files.js'
import { sessionAndAppCounts } from './013-session-and-app-counts.js'
import { fedLivestreamSessions } from './014-fed-livestream-sessions.js'
import { listsOverAllApps } from './015-lists-over-all-apps.js'
import { sessionAndMeetingLists } from './016-session-and-meeting-lists.js'

/** Marks a file as Greenroom's ("GRNR"), so that another program's database is never touched. */
export const applicationId = 0x47524e52

/** Step N, counted from 0, takes a database from version N to N + 1. */
export const migrations: readonly string[] = [
  initial,
  failedJobs,
  lastHosts,
  presets,
  participants,
  analytics,
  endedDeliveries,
  recordings,
  accountClocks,
  sessionParticipants,
  meetingCounts,
  sessionFiles,
  sessionAndAppCounts,
  fedLivestreamSessions,
  listsOverAllApps,
  sessionAndMeetingLists,
]
