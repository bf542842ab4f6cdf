import { type Static, Type } from '@sinclair/typebox'
import { Nullable, strict, Timestamp } from '../http/schema-helpers.js'

export const DemoSchema = Type.Object(
  { running: Type.Boolean({ description: 'Whether the world of the demo goes on.' }) },
  strict,
)
export type DemoBody = Static<typeof DemoSchema>

export const DemoStateSchema = Type.Object({
  available: Type.Boolean({ description: 'Whether this Greenroom was started with a demo.' }),
  running: Type.Boolean({ description: 'Whether its world goes on.' }),
  account_id: Nullable(Type.String({ description: 'The account in which it happens.' })),
  next_at: Nullable(Timestamp("When something happens next, on the account's clock.")),
})
export type DemoState = Static<typeof DemoStateSchema>
