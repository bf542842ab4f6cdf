import { type Static, Type } from '@sinclair/typebox'
import { clockModes } from '../core/clock.js'
import { accountParams } from '../http/params.js'
import { Nullable, OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'
import { stateVersion } from './state-version.js'

/** A state document's properties besides its tables. */
export const StateHeadSchema = Type.Object(
  {
    greenroom: Type.Unsafe<'state'>({ enum: ['state'] }),
    version: Type.Unsafe<typeof stateVersion>({ enum: [stateVersion] }),
    account_id: Type.Optional(Type.Union([accountParams.account_id, Type.Null()])),
    clock: Type.Optional(
      Type.Object(
        {
          mode: OneOf(clockModes),
          now: Type.String({ format: 'date-time' }),
        },
        strict,
      ),
    ),
  },
  strict,
)

const snapshotName = (description: string) =>
  Type.String({ minLength: 1, maxLength: 64, format: 'no-control-characters', description })
export const SnapshotNameSchema = Type.Object({
  name: snapshotName('Chosen freely; each account has names of its own.'),
})

/** A snapshot. One of an account has a clock when the account has one of its own. */
export const SnapshotSchema = Type.Object({
  name: Type.String(),
  account_id: Nullable(Type.String()),
  taken_at: Timestamp("When it was taken, on the emulator's clock."),
  clock: Type.Optional(Type.Object({ mode: OneOf(clockModes), now: Timestamp('The time it brings back.') })),
  rows: Type.Record(Type.String(), Type.Integer(), { description: 'Rows by table.' }),
})
export type SnapshotInfo = Static<typeof SnapshotSchema>

export const SnapshotsAnswerSchema = Type.Object({
  snapshots: Type.Array(SnapshotSchema),
  dropped: Type.Array(Type.Pick(SnapshotSchema, ['name', 'account_id']), {
    description: 'Those that were dropped to make room, at most the last 1000, and not taken again since.',
  }),
})
export type DroppedSnapshot = Pick<SnapshotInfo, 'name' | 'account_id'>

export const DifferencesQuerySchema = Type.Object(
  {
    account_id: scopeFields.account_id,
    with: Type.Optional(snapshotName('The snapshot to compare with; the present state when left out.')),
    limit: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1000,
        description: 'How many objects of each table to describe; 100 when left out.',
      }),
    ),
  },
  strict,
)
export type DifferencesQuery = Static<typeof DifferencesQuerySchema>

const FieldDifferenceSchema = Type.Object({
  name: Type.String({ description: 'A column of the table, or a path into its JSON.' }),
  from: Type.Unknown(),
  to: Type.Unknown(),
})
export type FieldDifference = Static<typeof FieldDifferenceSchema>

const ObjectDifferenceSchema = Type.Object({
  change: OneOf(['added', 'removed', 'changed']),
  id: Nullable(Type.String({ description: 'Null for an object that has none.' })),
  of: Nullable(Type.String({ description: 'The id of what an object without an id belongs to.' })),
  name: Nullable(Type.String({ description: 'Its name, title, kind or event.' })),
  account_id: Nullable(Type.String()),
  app_id: Nullable(Type.String()),
  fields: Type.Array(FieldDifferenceSchema, {
    description: 'The fields that changed, at most 50; none of an object that was added or removed.',
  }),
})
export type ObjectDifference = Static<typeof ObjectDifferenceSchema>

const TableDifferencesSchema = Type.Object({
  table: Type.String(),
  added: Type.Integer(),
  removed: Type.Integer(),
  changed: Type.Integer(),
  objects: Type.Array(ObjectDifferenceSchema),
  left_out: Type.Integer({ description: 'How many objects are counted and not described.' }),
})
export type TableDifferences = Static<typeof TableDifferencesSchema>

const ComparedSchema = Type.Object({
  name: Nullable(Type.String({ description: 'Null for the present state.' })),
  taken_at: Timestamp("When it was taken, on the emulator's clock."),
})

export const DifferencesAnswerSchema = Type.Object({
  account_id: Nullable(Type.String()),
  from: ComparedSchema,
  to: ComparedSchema,
  tables: Type.Array(TableDifferencesSchema, { description: 'The tables that differ.' }),
})
export type StateDifferences = Static<typeof DifferencesAnswerSchema>

export const ResetSchema = Type.Object(
  {
    account_id: scopeFields.account_id,
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

export const ResetAnswerSchema = Type.Object({
  account_id: Type.Optional(Type.String()),
  fixtures: Type.Array(Type.String(), { description: 'The names of the fixtures that were written.' }),
})
