import { Type } from '@sinclair/typebox'
import { appPageQuery } from '../../http/paging.js'
import { OneOf, Timestamp } from '../../http/schema-helpers.js'

export const CreateAppSchema = Type.Object({
  name: Type.String({ minLength: 1, description: 'Name of the app' }),
})

export const ListAppsQuerySchema = Type.Object({
  ...appPageQuery,
  search: Type.Optional(Type.String({ maxLength: 125, description: 'Part of the name or the id.' })),
  sort_order: Type.Optional(OneOf(['ASC', 'DESC'])),
})

export const AppSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  created_at: Timestamp('When the app was created.'),
})
