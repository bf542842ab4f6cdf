import { type Jwks, JwksSchema } from '../api/participants/tokens.js'
import { route } from '../http/route.js'

/** Declare what verifies the tokens of participants. Ours: the service publishes no such document. */
export const createTokenRoutes = (jwks: Jwks) => ({
  keys: route({
    id: 'getTokenKeys',
    summary: "Give the public key of participants' tokens, as a JSON Web Key Set",
    method: 'GET',
    path: '/jwks.json',
    answer: JwksSchema,
    errors: [],
    handle: () => jwks,
  }),
})
