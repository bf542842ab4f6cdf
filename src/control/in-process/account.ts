/** Limits a facade to one account: every call names it, and a call that cannot name it is not there. */

import { apiError } from '../../http/errors.js'
import { checkInput, type Route } from '../../http/route.js'
import { OneAccountSchema } from '../../http/scope-schema.js'
import { createFacade, type FacadeRoutes, type Transport } from './facade.js'
import type { AccountFacade, Bound } from './types.js'

type Fields = Record<string, unknown>

/** Name the account in some fields. @throws ApiError badRequest when another account is named */
function nameAccount(fields: unknown, id: string) {
  if (fields === null || (fields !== undefined && typeof fields !== 'object')) return fields
  const { account_id: other, ...rest } = (fields ?? {}) as Fields
  if (other !== undefined && other !== id)
    throw apiError('badRequest', `"account_id" is ${id} here, and cannot be ${JSON.stringify(other)}`)
  return { ...rest, account_id: id }
}

function bind(route: Route<never, unknown>, input: { query?: unknown; body?: unknown }, id: string) {
  switch (route.accountPlace) {
    case 'query':
      return { ...input, query: nameAccount(input.query, id) }
    case 'body':
      return { ...input, body: nameAccount(input.body, id) }
    case 'match': {
      const body = (input.body ?? {}) as Fields
      return { ...input, body: { ...body, match: nameAccount(body.match, id) } }
    }
    default:
      throw new TypeError(`The operation ${route.id} cannot be limited to an account`)
  }
}

/** Create one account's share of a facade. @throws ApiError badRequest when `id` is not the id of an account */
export function createAccountFacade(routes: FacadeRoutes, transport: Transport, id: string): AccountFacade {
  checkInput(OneAccountSchema, { account_id: id })
  const { attempt } = transport
  const bound: Transport = {
    attempt,
    send: ((route: Route<never, unknown>, input: object, pick: never) =>
      attempt(() => transport.send(route, bind(route, input, id) as never, pick))) as Transport['send'],
    subscribe: (listener, filter) =>
      attempt(() => transport.subscribe(listener, nameAccount(filter, id) as typeof filter)),
    takeUnnamed: (of) => attempt(() => transport.takeUnnamed(nameAccount(of, id) as typeof of)),
  }
  const { info: _info, demo: _demo, ...shared } = createFacade(routes, bound)
  return { id, ...(shared as unknown as Bound<typeof shared>) }
}
