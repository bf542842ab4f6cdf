/** What rows of several tables must agree on, and no constraint of the schema says. */

import { webhookEvents } from '../api/webhooks/schemas.js'

export interface StateRule {
  table: string
  problem: string
  /** Gives the pk of the first row that breaks it. */
  query: string
}

const openSession = `SELECT 1 FROM livestream_sessions s WHERE s.livestream_pk = l.pk AND s.stopped_at IS NULL`

export const stateRules: readonly StateRule[] = [
  {
    table: 'livestreams',
    problem: 'status is INVOKED: it needs a livestream session without started_at and stopped_at',
    query: `SELECT pk FROM livestreams l WHERE status = 'INVOKED' AND NOT EXISTS (${openSession} AND s.started_at IS NULL)`,
  },
  {
    table: 'livestreams',
    problem: 'status is LIVE: it needs a livestream session with started_at and without stopped_at',
    query: `SELECT pk FROM livestreams l WHERE status = 'LIVE' AND NOT EXISTS (${openSession} AND s.started_at IS NOT NULL)`,
  },
  {
    table: 'livestreams',
    problem: 'status is IDLE or ERRORED: its livestream sessions each need a stopped_at',
    query: `SELECT pk FROM livestreams l WHERE status IN ('IDLE', 'ERRORED') AND EXISTS (${openSession})`,
  },
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
    problem: 'state is blocked: it needs one that is waiting or ready before it',
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
    problem: 'session_pk is of another account',
    query: `SELECT j.pk FROM jobs j JOIN sessions s ON s.pk = j.session_pk JOIN apps a ON a.pk = s.app_pk WHERE a.account_id <> j.account_id`,
  },
]
