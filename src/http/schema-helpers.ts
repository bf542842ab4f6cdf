/** Pieces of schemas that every room uses. */

import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox'

/** The option of an object schema that refuses properties it does not name. */
export const strict = { additionalProperties: false }

/** A value or null: in the published schemas, `nullable`. */
export const Nullable = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, nullable: true })

/** One of some words. Unlike a union of literals, its errors name all of them. */
export const OneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: values, ...options })

/** The envelope of an answer of the service. */
export const Answer = <T extends TProperties>(data: T) =>
  Type.Object({ success: Type.Boolean(), ...data }) as TObject

/** A time in ISO 8601. */
export const Timestamp = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2023-07-15T11:48:34.753Z'] })
