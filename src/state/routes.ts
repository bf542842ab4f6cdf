import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { Type } from '@sinclair/typebox'
import { route } from '../http/route.js'
import { Nullable } from '../http/schema-helpers.js'
import { AccountScopeSchema } from '../http/scope-schema.js'
import type { Reset } from './reset.js'
import {
  DifferencesAnswerSchema,
  DifferencesQuerySchema,
  ResetAnswerSchema,
  ResetSchema,
  SnapshotNameSchema,
  SnapshotSchema,
  SnapshotsAnswerSchema,
} from './schemas.js'
import type { StateService } from './service.js'
import type { Snapshots } from './snapshots.js'

/** Bytes of a reset with inline fixtures. */
const MAX_RESET_LENGTH = 16 * 1024 * 1024

/** Declare the operation that resets. */
export const createResetRoutes = (reset: Reset) => ({
  reset: route({
    id: 'reset',
    summary: 'Go back to the fixtures, or to other ones',
    method: 'POST',
    path: '/reset',
    body: ResetSchema,
    bodyLimit: MAX_RESET_LENGTH,
    answer: ResetAnswerSchema,
    errors: [],
    handle: ({ body }) => reset(body),
  }),
})

/** Declare the operations on snapshots. */
export const createSnapshotRoutes = (snapshots: Snapshots) => ({
  list: route({
    id: 'listSnapshots',
    summary: 'List the snapshots of an account, or all',
    method: 'GET',
    path: '/snapshots',
    query: AccountScopeSchema,
    answer: SnapshotsAnswerSchema,
    errors: [],
    handle: ({ query: { account_id } }) => ({
      snapshots: snapshots.list(account_id),
      dropped: snapshots.dropped(account_id),
    }),
  }),
  take: route({
    id: 'takeSnapshot',
    summary: 'Keep the state of an account, or of everything, under a name',
    method: 'POST',
    path: '/snapshots/:name',
    params: SnapshotNameSchema,
    body: AccountScopeSchema,
    answer: SnapshotSchema,
    errors: ['snapshotTooLarge'],
    handle: ({ params, body }) => snapshots.take(params.name, body.account_id),
  }),
  restore: route({
    id: 'restoreSnapshot',
    summary: 'Go back to a snapshot',
    method: 'POST',
    path: '/snapshots/:name/restore',
    params: SnapshotNameSchema,
    body: AccountScopeSchema,
    answer: SnapshotSchema,
    errors: ['noSnapshot', 'droppedSnapshot'],
    handle: ({ params, body }) => snapshots.restore(params.name, body.account_id),
  }),
  differences: route({
    id: 'compareSnapshot',
    summary: 'Tell what differs between a snapshot and another one, or the present state',
    method: 'GET',
    path: '/snapshots/:name/differences',
    params: SnapshotNameSchema,
    query: DifferencesQuerySchema,
    answer: DifferencesAnswerSchema,
    errors: ['noSnapshot', 'droppedSnapshot'],
    handle: ({ params, query }) => snapshots.differences(params.name, query),
  }),
  remove: route({
    id: 'removeSnapshot',
    summary: 'Remove a snapshot',
    method: 'DELETE',
    path: '/snapshots/:name',
    params: SnapshotNameSchema,
    query: AccountScopeSchema,
    answer: SnapshotSchema,
    errors: ['noSnapshot', 'droppedSnapshot'],
    handle: ({ params, query }) => snapshots.remove(params.name, query.account_id),
  }),
})

/** Declare the operations on the whole state. Bodies are streams: mount them where JSON is not parsed. */
export const createStateRoutes = (state: StateService) => ({
  export: route({
    id: 'exportState',
    summary: 'Export the state of an account, or of everything, as one JSON document',
    method: 'GET',
    path: '/state',
    query: AccountScopeSchema,
    answer: Type.Unknown({ description: 'A state document.' }),
    errors: [],
    handle: ({ query }) => state.export(query.account_id),
    send: (reply, document) => reply.type('application/json; charset=utf-8').send(document),
    isStream: true,
    receive: ({ stream }) => stream(),
  }),
  import: route({
    id: 'importState',
    summary: 'Put a state document in place of an account, or of everything',
    method: 'PUT',
    path: '/state',
    query: AccountScopeSchema,
    answer: Type.Object({
      account_id: Nullable(Type.String()),
      imported: Type.Record(Type.String(), Type.Integer(), { description: 'Rows by table.' }),
    }),
    errors: [],
    async handle({ query, body }: { query: { account_id?: string }; body: unknown }) {
      if (!(body instanceof Readable)) return state.import([], query.account_id)
      try {
        return await state.import(body.iterator({ destroyOnReturn: false }), query.account_id)
      } finally {
        // Many clients read the refusal only when they have sent all; it is lost when the connection ends before.
        await finished(body.resume()).catch(() => {})
      }
    },
  }),
})
