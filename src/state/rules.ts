/** Rules over several rows, which the constraints of the schema do not express. */

import { openSessionOf, statuses } from '../api/livestreams/lifecycle.js'
import { webhookEvents } from '../api/webhooks/events.js'

export interface StateRule {
  table: string
  problem: string
  /** Selects the pk of the rows that break the rule. */
  query: string
}

const openSessions =
  'SELECT 1 FROM livestream_sessions s WHERE s.livestream_pk = l.pk AND s.stopped_at IS NULL'

/** How a livestream breaks the rule of its status, in words and as a condition. */
const brokenOpenSession = {
  unstarted: {
    problem: 'it needs a livestream session without started_at and stopped_at',
    condition: `NOT EXISTS (${openSessions} AND s.started_at IS NULL)`,
  },
  started: {
    problem: 'it needs a livestream session with started_at and without stopped_at',
    condition: `NOT EXISTS (${openSessions} AND s.started_at IS NOT NULL)`,
  },
  none: {
    problem: 'its livestream sessions each need a stopped_at',
    condition: `EXISTS (${openSessions})`,
  },
}

const statusRules = statuses.map((status): StateRule => {
  const { problem, condition } = brokenOpenSession[openSessionOf[status]]
  return {
    table: 'livestreams',
    problem: `status is ${status}: ${problem}`,
    query: `SELECT pk FROM livestreams l WHERE status = '${status}' AND ${condition}`,
  }
})

export const stateRules: readonly StateRule[] = [
  ...statusRules,
  {
    table: 'livestream_sessions',
    problem: 'livestream_pk is of another app',
    query: `SELECT s.pk FROM livestream_sessions s JOIN livestreams l ON l.pk = s.livestream_pk WHERE l.app_pk <> s.app_pk`,
  },
  {
    table: 'livestream_sessions',
    problem: 'session_pk is of another app',
    query: `SELECT s.pk FROM livestream_sessions s JOIN sessions m ON m.pk = s.session_pk WHERE m.app_pk <> s.app_pk`,
  },
  {
    table: 'sessions',
    problem: 'live_participants must be the number of its session_participants without left_at',
    query: `SELECT pk FROM sessions s WHERE live_participants <> (
      SELECT count(*) FROM session_participants p WHERE p.session_pk = s.pk AND p.left_at IS NULL)`,
  },
  {
    table: 'participants',
    problem: 'preset_pk is of another app',
    query: `SELECT p.pk FROM participants p JOIN presets s ON s.pk = p.preset_pk WHERE s.app_pk <> p.app_pk`,
  },
  ...['session_chat_messages', 'session_transcript_lines'].map((table) => ({
    table,
    problem: 'session_participant_pk is of another session',
    query: `SELECT m.pk FROM ${table} m JOIN session_participants p ON p.pk = m.session_participant_pk
      WHERE p.session_pk <> m.session_pk`,
  })),
  {
    table: 'session_files',
    problem: 'its session has not ended',
    query: `SELECT f.pk FROM session_files f JOIN sessions s ON s.pk = f.session_pk WHERE s.status <> 'ENDED'`,
  },
  {
    table: 'session_files',
    problem: 'kind is summary: it needs a row of session_summaries',
    query: `SELECT pk FROM session_files f WHERE kind = 'summary'
      AND NOT EXISTS (SELECT 1 FROM session_summaries s WHERE s.session_pk = f.session_pk)`,
  },
  {
    table: 'recordings',
    problem: 'tracks must be an object with layers, and files that are arrays of names',
    query: `SELECT pk FROM recordings r WHERE tracks IS NOT NULL AND (
      coalesce(json_type(tracks, '$.layers'), '') <> 'object'
      OR coalesce(json_type(tracks, '$.user_ids'), 'array') <> 'array'
      OR coalesce(json_type(tracks, '$.files'), 'object') <> 'object'
      OR EXISTS (SELECT 1 FROM json_each(r.tracks, '$.layers') WHERE type <> 'object')
      OR EXISTS (SELECT 1 FROM json_each(r.tracks, '$.files') WHERE type <> 'array'))`,
  },
  {
    table: 'recordings',
    problem: 'storage_config must be an object with a type',
    query: `SELECT pk FROM recordings WHERE storage_config IS NOT NULL
      AND coalesce(json_type(storage_config, '$.type'), '') <> 'text'`,
  },
  {
    table: 'recordings',
    problem: 'session_pk is of another app',
    query: `SELECT r.pk FROM recordings r JOIN sessions s ON s.pk = r.session_pk WHERE s.app_pk <> r.app_pk`,
  },
  {
    table: 'webhooks',
    problem: 'events must be an array of event names',
    query: `SELECT pk FROM webhooks w WHERE json_type(events) <> 'array'
      OR EXISTS (SELECT 1 FROM json_each(w.events) WHERE value NOT IN (${webhookEvents.map((name) => `'${name}'`).join(', ')}))`,
  },
  ...['webhook', 'livestream', 'session'].map((parent) => ({
    table: 'deliveries',
    problem: `${parent}_pk is of another app`,
    query: `SELECT d.pk FROM deliveries d JOIN ${parent}s p ON p.pk = d.${parent}_pk WHERE p.app_pk <> d.app_pk`,
  })),
  {
    table: 'deliveries',
    problem: 'state is waiting: it needs a job at due_at',
    query: `SELECT pk FROM deliveries d WHERE state = 'waiting'
      AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.delivery_pk = d.pk AND j.due_at = d.due_at)`,
  },
  {
    table: 'deliveries',
    problem: 'state is blocked: it needs a delivery before it that is waiting or ready',
    query: `SELECT pk FROM deliveries d WHERE state = 'blocked' AND NOT EXISTS (
      SELECT 1 FROM deliveries e WHERE e.state IN ('waiting', 'ready') AND e.webhook_pk IS d.webhook_pk
        AND e.livestream_pk IS d.livestream_pk AND e.session_pk IS d.session_pk)`,
  },
  {
    table: 'jobs',
    problem: 'delivery_pk is of another account',
    query: `SELECT j.pk FROM jobs j JOIN deliveries d ON d.pk = j.delivery_pk JOIN apps a ON a.pk = d.app_pk WHERE a.account_id <> j.account_id`,
  },
  {
    table: 'jobs',
    problem: 'livestream_pk is of another account',
    query: `SELECT j.pk FROM jobs j JOIN livestreams l ON l.pk = j.livestream_pk JOIN apps a ON a.pk = l.app_pk WHERE a.account_id <> j.account_id`,
  },
  {
    table: 'jobs',
    problem: 'recording_pk is of another account',
    query: `SELECT j.pk FROM jobs j JOIN recordings r ON r.pk = j.recording_pk JOIN apps a ON a.pk = r.app_pk WHERE a.account_id <> j.account_id`,
  },
  {
    table: 'jobs',
    problem: 'session_pk is of another account',
    query: `SELECT j.pk FROM jobs j JOIN sessions s ON s.pk = j.session_pk JOIN apps a ON a.pk = s.app_pk WHERE a.account_id <> j.account_id`,
  },
]
