/** Schemas of a `Scope`: which account, and which app of it, an operation of Greenroom's own API is about. */

import { type Static, Type } from '@sinclair/typebox'
import { accountParams, anyId } from './params.js'
import { strict } from './schema-helpers.js'

/** The fields of a scope, for schemas that have others beside them. */
export const scopeFields = {
  account_id: Type.Optional(accountParams.account_id),
  app_id: Type.Optional(anyId('The app identifier tag, or the UUID that stands for it.')),
}

export const ScopeSchema = Type.Object(scopeFields, strict)

/** A scope of an account alone; everything without one. */
export const AccountScopeSchema = Type.Object({ account_id: scopeFields.account_id }, strict)
export type AccountScope = Static<typeof AccountScopeSchema>

/** Names one account. */
export const OneAccountSchema = Type.Object({ account_id: accountParams.account_id }, strict)
