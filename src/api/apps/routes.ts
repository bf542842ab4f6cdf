import { Type } from '@sinclair/typebox'
import { toPage } from '../../core/page.js'
import { PagingSchema, toPaging } from '../../http/paging.js'
import { accountParams, appParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { accountPath, operation } from '../operation.js'
import { AppSchema, CreateAppSchema, ListAppsQuerySchema } from './schemas.js'
import { toWire } from './wire.js'

const path = `${accountPath}/apps`

const listApps = operation({
  id: 'get_apps',
  summary: 'Fetch all apps of an account',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(accountParams),
  query: ListAppsQuerySchema,
  errors: [],
  handle: ({ params, query }, { apps }) =>
    apps.list(params.account_id, {
      filter: { search: query.search || undefined },
      order: query.sort_order ?? 'DESC',
      page: toPage(query),
    }),
  documented: {
    schema: Answer({ data: Type.Array(AppSchema), paging: PagingSchema }),
    render: (paged) => ({ success: true, data: paged.items.map(toWire), paging: toPaging(paged) }),
  },
})

const createApp = operation({
  id: 'create_app',
  summary: 'Create an app',
  method: 'POST',
  path,
  // The published status; not 201.
  status: 200,
  params: Type.Object(accountParams),
  body: CreateAppSchema,
  errors: [],
  handle: ({ params, body }, { apps }) => apps.create(params.account_id, body),
  documented: {
    schema: Answer({ data: Type.Object({ app: AppSchema }) }),
    render: (app) => ({ success: true, data: { app: toWire(app) } }),
  },
})

const getApp = operation({
  id: 'get_app',
  summary: 'Fetch an app',
  method: 'GET',
  path: `${path}/:app_id`,
  status: 200,
  params: Type.Object(appParams),
  errors: ['noApp'],
  handle: ({ params }, { apps }) => apps.get(params),
  documented: {
    schema: Answer({ data: AppSchema }),
    render: (app) => ({ success: true, data: toWire(app) }),
  },
})

export const appOperations = [listApps, createApp, getApp]
