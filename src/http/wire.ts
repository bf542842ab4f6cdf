/** The two wires, and what is common to how things look on them. */

import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { toIso } from '../core/iso-time.js'
import type { Links } from '../core/public-url.js'

export const wires = ['documented', 'recorded'] as const
export type Wire = (typeof wires)[number]

/** The header that selects the wire of one request. */
export const wireHeader = 'x-greenroom-wire'

/** What a rendering needs besides the result. */
export interface View {
  /** Unix milliseconds: what accrues is given as of now. An answer that does not read it stays good as time passes. */
  readonly now: number
  links: Links
}

/** Published as nullable: there is a null where there is no value. */
export const Nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, nullable: true })

/** One of some words. Not a union of literals: its errors name all of them. */
export const OneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: values, ...options })

/** All that an answer says is optional in the published schemas. */
export const Answer = <T extends TProperties>(data: T) =>
  Type.Object({ success: Type.Boolean(), ...data }) as TObject

export const Timestamp = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2023-07-15T11:48:34.753Z'] })

/** Leave out the properties that have no value, as the documented wire does. */
export const orAbsent = <T>(value: T | null): T | undefined => value ?? undefined

export const isoOrNull = (instant: number | null) => (instant === null ? null : toIso(instant))
export const isoOrAbsent = (instant: number | null) => (instant === null ? undefined : toIso(instant))
