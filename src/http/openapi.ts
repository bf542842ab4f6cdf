/** The OpenAPI documents of the emulated API and of the control API, made from the routes' schemas. */

import { STATUS_CODES } from 'node:http'
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyPluginCallback, type FastifySchema } from 'fastify'
import { basePath, controlPrefix, documentPaths } from '../core/paths.js'
import { version } from '../version.js'
import { type DocumentTag, describeTags, tagsOf } from './document-tags.js'
import { renderError } from './error-handler.js'
import { apiError, describeErrorName, type ErrorName } from './errors.js'
import { wireConstraint } from './operation.js'
import { type Wire, wireHeader, wires } from './wire.js'

type MakeDocument = FastifyInstance['swagger']

declare module 'fastify' {
  interface FastifyInstance {
    /** The emulated API's document on each wire, and the control API's. */
    documentedDocument: MakeDocument
    recordedDocument: MakeDocument
    controlDocument: MakeDocument
  }
}

const emulatedDocuments = { documented: 'documentedDocument', recorded: 'recordedDocument' } as const

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>

const serviceError = {
  type: 'object',
  description: 'An error of the service.',
  required: ['success', 'error'],
  additionalProperties: false,
  properties: {
    success: { type: 'boolean', enum: [false] },
    error: {
      type: 'object',
      required: ['code', 'message'],
      additionalProperties: false,
      properties: { code: { type: 'integer' }, message: { type: 'string' } },
    },
  },
}
const gatewayError = {
  type: 'object',
  description: 'An error of the gateway: credentials, routes, methods, rates.',
  required: ['success', 'errors', 'messages', 'result'],
  additionalProperties: false,
  properties: {
    success: { type: 'boolean', enum: [false] },
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['code', 'message'],
        additionalProperties: false,
        properties: { code: { type: 'integer' }, message: { type: 'string' } },
      },
    },
    messages: { type: 'array', items: {} },
    result: { type: 'object', nullable: true, enum: [null] },
  },
}
const flatError = {
  type: 'object',
  description: 'An error of the livestream service: a body that it does not take.',
  required: ['message', 'success'],
  additionalProperties: false,
  properties: { message: { type: 'string' }, success: { type: 'boolean', enum: [false] } },
}
const bareError = {
  type: 'object',
  description: 'A refused credential at the legacy base.',
  required: ['message'],
  additionalProperties: false,
  properties: { message: { type: 'string' } },
}
const errorSchemas = { service: serviceError, gateway: gatewayError, flat: flatError, bare: bareError }

/** What every operation of the emulated API may be refused with. */
const commonErrors: readonly ErrorName[] = [
  'badRequest',
  'malformedJson',
  'unauthenticated',
  'unauthorizedAccount',
  'bodyTooLarge',
  'unsupportedMediaType',
  'throttled',
  'internal',
  'notReady',
]

/** What every operation of the control API may be refused with. */
const commonControlErrors: readonly ErrorName[] = [
  'badRequest',
  'malformedJson',
  'hostNotAllowed',
  'originNotAllowed',
  'bodyTooLarge',
  'unsupportedMediaType',
  'internal',
  'notReady',
]

/** Describe errors as responses, one a status. */
function errorResponses(names: readonly ErrorName[]) {
  const forms = new Map<number, Set<keyof typeof errorSchemas>>()
  for (const name of names) {
    const { status, form } = describeErrorName(name)
    forms.set(status, (forms.get(status) ?? new Set()).add(form))
  }
  return Object.fromEntries(
    [...forms].map(([status, found]) => {
      const schemas = [...found].map((form) => errorSchemas[form])
      const schema = schemas.length === 1 ? schemas[0] : { anyOf: schemas }
      return [
        status,
        { description: `${STATUS_CODES[status]}.`, content: { 'application/json': { schema } } },
      ]
    }),
  )
}

/** Keep the routes of one document; give each its tag, and the errors that it may answer with. */
const only =
  (
    belongs: (route: { url: string; wire: unknown }) => boolean,
    { tags, common }: { tags: readonly DocumentTag[]; common: readonly ErrorName[] },
  ): Transform =>
  ({ schema, url, route }) => {
    const wire = route.constraints && 'wire' in route.constraints ? route.constraints.wire : undefined
    if (!belongs({ url, wire })) return { schema: { hide: true } as FastifySchema, url }
    const described = (schema ?? {}) as FastifySchema & { response?: object }
    const { errors = [] } = (route.config ?? {}) as { errors?: readonly ErrorName[] }
    const success = Object.entries(described.response ?? {}).map(([status, answer]) => [
      status,
      'description' in answer ? answer : { ...answer, 'x-response-description': `${STATUS_CODES[status]}.` },
    ])
    const response = { ...errorResponses([...common, ...errors]), ...Object.fromEntries(success) }
    return { schema: { ...described, tags: tagsOf(tags, url), response } as FastifySchema, url }
  }

export interface DocumentedRoutes {
  /** Which wire the emulated document describes when the request does not name one. */
  wire: Wire
  tags: { emulated: readonly DocumentTag[]; control: readonly DocumentTag[] }
  emulated: FastifyPluginCallback
  /** Left out when the control API is off. */
  control?: FastifyPluginCallback | undefined
}

/**
 * An application of its own which has the same routes, for what they say of themselves, and serves the documents.
 * It is made when somebody first asks, so that nobody else's start waits for it.
 */
export async function createDocuments({ wire, tags, emulated, control }: DocumentedRoutes) {
  const app = Fastify()
  app.addConstraintStrategy(wireConstraint(wireHeader, () => wire))
  // No request reaches the routes: nothing is validated by their schemas here.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.setErrorHandler(renderError)
  app.setNotFoundHandler(({ url }) => {
    throw apiError('noRoute', url)
  })
  const info = { version, license: { name: 'MIT' } }
  for (const each of wires)
    await app.register(swagger, {
      decorator: emulatedDocuments[each],
      openapi: {
        openapi: '3.0.3',
        info: {
          ...info,
          title: 'RealtimeKit Livestreams, as Greenroom emulates it',
          description: `Answers are described as they are on the ${each} wire.`,
        },
        servers: [{ url: basePath }],
        tags: describeTags(tags.emulated),
        components: { securitySchemes: { api_token: { type: 'http', scheme: 'bearer' } } },
        security: [{ api_token: [] }],
      },
      transform: only((route) => route.wire === each, { tags: tags.emulated, common: commonErrors }),
    })
  await app.register(swagger, {
    decorator: 'controlDocument',
    openapi: {
      openapi: '3.0.3',
      info: { ...info, title: "Greenroom's own API" },
      servers: [{ url: '/' }],
      tags: describeTags(tags.control),
      // Callers are known by the host that they name, and by no credential.
      security: [],
    },
    transform: only(({ url }) => url.startsWith(`${controlPrefix}/`), {
      tags: tags.control,
      common: commonControlErrors,
    }),
  })
  await app.register(emulated)
  if (control) await app.register(control, { prefix: controlPrefix })

  const hidden = { schema: { hide: true } as FastifySchema }
  app.get<{ Querystring: { wire?: string } }>(documentPaths.emulated, hidden, ({ query }) => {
    const asked = wires.find((each) => each === (query.wire ?? wire))
    if (!asked) throw apiError('badRequest', `"wire" must be one of [${wires.join(', ')}]`)
    return app[emulatedDocuments[asked]]()
  })
  if (control) app.get(documentPaths.control, hidden, () => app.controlDocument())
  await app.ready()
  return app
}
