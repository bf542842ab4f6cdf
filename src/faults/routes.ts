import { Type } from '@sinclair/typebox'
import { route } from '../http/route.js'
import { strict } from '../http/schema-helpers.js'
import { AccountScopeSchema } from '../http/scope-schema.js'
import { FaultRuleSchema, FaultSchema } from './schemas.js'
import type { FaultsService } from './service.js'

const FaultIdSchema = Type.Object({ fault_id: Type.String({ minLength: 1 }) }, strict)
const RemovedSchema = Type.Object({ removed: Type.Integer({ description: 'How many rules were removed.' }) })

/** Declare the operations on fault rules. */
export const createFaultRoutes = (faults: FaultsService) => ({
  add: route({
    id: 'addFault',
    summary: 'Add a rule that makes calls fail',
    method: 'POST',
    path: '/faults',
    body: FaultRuleSchema,
    status: 201,
    answer: FaultSchema,
    errors: [],
    handle: ({ body }) => faults.add(body),
  }),
  list: route({
    id: 'listFaults',
    summary: 'List the fault rules with their counts',
    method: 'GET',
    path: '/faults',
    query: AccountScopeSchema,
    answer: Type.Object({ faults: Type.Array(FaultSchema) }),
    errors: [],
    handle: ({ query }) => ({ faults: faults.list(query) }),
  }),
  clear: route({
    id: 'clearFaults',
    summary: 'Remove the fault rules of an account, or all',
    method: 'DELETE',
    path: '/faults',
    query: AccountScopeSchema,
    answer: RemovedSchema,
    errors: [],
    handle: ({ query }) => ({ removed: faults.clear(query) }),
  }),
  get: route({
    id: 'getFault',
    summary: 'Fetch a fault rule',
    method: 'GET',
    path: '/faults/:fault_id',
    params: FaultIdSchema,
    query: AccountScopeSchema,
    answer: FaultSchema,
    errors: ['noFault'],
    handle: ({ params, query }) => faults.get(params.fault_id, query),
  }),
  remove: route({
    id: 'removeFault',
    summary: 'Remove a fault rule',
    method: 'DELETE',
    path: '/faults/:fault_id',
    params: FaultIdSchema,
    query: AccountScopeSchema,
    answer: RemovedSchema,
    errors: ['noFault'],
    handle({ params, query }) {
      faults.remove(params.fault_id, query)
      return { removed: 1 }
    },
  }),
})
