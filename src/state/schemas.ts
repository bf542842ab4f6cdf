import { type Static, Type } from '@sinclair/typebox'
import { accountParams } from '../http/params.js'
import { stateVersion } from './export.js'

const strict = { additionalProperties: false }
const AccountId = Type.Optional(accountParams.account_id)

/** The account that an operation is about; all accounts when left out. */
export const OfAccountSchema = Type.Object({ account_id: AccountId }, strict)

/** A state document's properties besides its tables. */
export const StateHeadSchema = Type.Object(
  {
    greenroom: Type.Unsafe<'state'>({ enum: ['state'] }),
    version: Type.Unsafe<typeof stateVersion>({ enum: [stateVersion] }),
    account_id: Type.Optional(Type.Union([accountParams.account_id, Type.Null()])),
    clock: Type.Optional(
      Type.Object(
        {
          mode: Type.Unsafe<'real' | 'offset' | 'frozen'>({
            type: 'string',
            enum: ['real', 'offset', 'frozen'],
          }),
          now: Type.String({ format: 'date-time' }),
        },
        strict,
      ),
    ),
  },
  strict,
)

export const SnapshotNameSchema = Type.Object({
  name: Type.String({
    minLength: 1,
    maxLength: 64,
    format: 'no-control-characters',
    description: 'Chosen freely; each account has names of its own.',
  }),
})

export const ResetSchema = Type.Object(
  {
    account_id: AccountId,
    fixtures: Type.Optional(
      Type.Unsafe<string | object | (string | object)[]>({
        type: ['string', 'object', 'array'],
        description: 'none, a name, a fixture, or a list of names and fixtures. Default: those of the start.',
      }),
    ),
  },
  strict,
)
export type ResetBody = Static<typeof ResetSchema>
