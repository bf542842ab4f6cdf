import { type Static, Type } from '@sinclair/typebox'
import { Nullable, OneOf } from '../http/schema-helpers.js'
import { wires } from '../http/wire.js'
import { ClockStateSchema } from './clock-schemas.js'

export const InfoSchema = Type.Object({
  name: Type.String(),
  version: Type.String(),
  url: Type.String({ description: 'The origin.' }),
  base_url: Type.String({ description: 'The base URL to give an SDK.' }),
  inbox: Nullable(
    Type.String({
      description: 'The URL at which this Greenroom receives its own webhooks; null when it is off.',
    }),
  ),
  wire: OneOf(wires),
  auth: Type.String(),
  data: Type.String({ description: 'The data file, or :memory:.' }),
  fixtures: Type.Array(Type.String()),
  seed: Nullable(Type.Integer()),
  clock: ClockStateSchema,
  settings: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Every setting in effect, in snake case, without the tokens.',
  }),
})

export type Info = Static<typeof InfoSchema>
