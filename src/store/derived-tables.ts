/**
 * The tables that triggers fill from the rows of others, each with the statements that fill it at once: for many rows
 * that takes a fraction of the time that the triggers take.
 */

import { fillCounts } from './migrations/001-initial.js'
import { fillRepeats, fillTotals } from './migrations/006-analytics.js'
import { fillRecordingCounts } from './migrations/008-recordings.js'
import { fillSessionParticipantCounts } from './migrations/010-session-participants.js'
import { fillMeetingCounts } from './migrations/011-meeting-counts.js'
import { fillAppCounts } from './migrations/013-session-and-app-counts.js'
import {
  fillMeetingSessionCounts,
  fillMeetingTotals,
  fillSessionCounts,
} from './migrations/016-session-and-meeting-lists.js'

export interface DerivedTable {
  name: string
  /** The triggers that fill the table, and do nothing else. */
  triggers: readonly string[]
  /** The statements that fill the table, without rows, from the rows that a condition on `app_pk` admits. */
  fill: (condition: string) => string[]
}

export const derivedTables: readonly DerivedTable[] = [
  {
    name: 'livestream_counts',
    triggers: ['count_new_livestream', 'count_changed_livestream'],
    fill: fillCounts,
  },
  {
    name: 'livestream_session_totals',
    triggers: ['add_new_livestream_session', 'add_changed_livestream_session'],
    fill: fillTotals.livestreamSessions,
  },
  {
    name: 'session_totals',
    triggers: ['add_new_session', 'add_changed_session'],
    fill: fillTotals.sessions,
  },
  {
    name: 'livestream_session_repeats',
    triggers: ['note_repeated_livestream_session'],
    fill: fillRepeats,
  },
  {
    name: 'meeting_counts',
    triggers: ['count_new_meeting', 'count_changed_meeting'],
    fill: fillMeetingCounts,
  },
  {
    name: 'participant_counts',
    triggers: ['count_new_participant', 'count_removed_participant'],
    fill: (condition) => [
      `INSERT INTO participant_counts (app_pk, meeting_id, participants)
       SELECT app_pk, meeting_id, count(*) FROM participants WHERE ${condition} GROUP BY 1, 2`,
    ],
  },
  {
    name: 'recording_counts',
    triggers: ['count_new_recording', 'count_changed_recording'],
    fill: fillRecordingCounts.byTime,
  },
  {
    name: 'meeting_recording_counts',
    triggers: ['count_new_recording_of_meeting', 'count_changed_recording_of_meeting'],
    fill: fillRecordingCounts.byMeeting,
  },
  {
    name: 'expiring_recording_counts',
    triggers: ['count_new_expiring_recording', 'count_expiring_recording'],
    fill: fillRecordingCounts.byExpiry,
  },
  {
    name: 'session_participant_counts',
    triggers: ['count_new_session_participant'],
    fill: fillSessionParticipantCounts,
  },
  {
    name: 'session_counts',
    triggers: ['count_new_session', 'count_changed_session'],
    fill: fillSessionCounts,
  },
  {
    name: 'meeting_session_counts',
    triggers: ['count_new_session_of_meeting'],
    fill: fillMeetingSessionCounts,
  },
  {
    name: 'meeting_totals',
    triggers: ['add_new_meeting', 'add_changed_meeting'],
    fill: fillMeetingTotals,
  },
  {
    name: 'app_counts',
    triggers: ['count_new_app'],
    fill: fillAppCounts,
  },
]
