import { type Static, Type } from '@sinclair/typebox'
import { MAX_VIEWERS } from '../core/bounds.js'

/** Ids are unique in their app only: which app's is meant, where several have one. */
export const ownerFields = {
  account_id: Type.Optional(Type.String({ minLength: 1 })),
  app_id: Type.Optional(Type.String({ minLength: 1 })),
}

const strict = { additionalProperties: false }

export const OwnerSchema = Type.Object(ownerFields, strict)
export type Owner = Static<typeof OwnerSchema>

export const ViewersSchema = Type.Object(
  {
    viewers: Type.Integer({ minimum: 0, maximum: MAX_VIEWERS, description: 'How many watch from now on.' }),
    ...ownerFields,
  },
  strict,
)
export type ViewersBody = Static<typeof ViewersSchema>
