/** How the console reads an OpenAPI document: its operations, a search among them, and schemas for people. */

import t from 'tap'
import { findOperations, groupsOf, type OpenApiDocument } from '../../src/console/openapi/document.js'
import { exampleOf } from '../../src/console/openapi/example.js'
import { childrenOf, notesOf, typeOf } from '../../src/console/openapi/schema-tree.js'
import { startEmulator } from '../helpers/start.js'

t.test('every operation of both documents has a tag that is described, and an id of its own', async (t) => {
  const emulator = await startEmulator(t)
  const ids: string[] = []
  for (const [url, api] of [
    ['/openapi.json', 'emulated'],
    ['/_greenroom/openapi.json', 'control'],
  ] as const) {
    const document = (await emulator.inject({ url })).json() as OpenApiDocument
    const groups = groupsOf(document, api)
    t.strictSame(
      groups.map(({ tag }) => tag),
      document.tags?.map(({ name }) => name),
      'and no tag is without operations',
    )
    const found = groups.flatMap(({ operations }) => operations)
    t.equal(found.length, Object.values(document.paths).flatMap(Object.keys).length)
    ids.push(...found.map(({ id }) => id))
  }
  t.equal(new Set(ids).size, ids.length)
})

const document: OpenApiDocument = {
  servers: [{ url: '/base/' }],
  tags: [
    { name: 'Shows', description: 'What is shown.' },
    { name: 'Nothing', description: 'Has no operation.' },
  ],
  paths: {
    '/shows/{id}': {
      post: {
        operationId: 'start_show',
        summary: 'Start a show',
        tags: ['Shows'],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'x' }],
        requestBody: { content: { 'application/json': { schema: { type: 'object' }, example: { a: 1 } } } },
        responses: { 201: { description: 'Created.', content: { 'application/json': { schema: {} } } } },
      },
    },
    '/events': {
      get: {
        operationId: 'events',
        summary: 'Stream',
        tags: ['Shows'],
        responses: { 200: { content: { 'text/event-stream': { schema: { type: 'string' } } } } },
      },
    },
  },
}

t.test('operations are read with their base path, examples and answers', async (t) => {
  const [group, ...others] = groupsOf(document, 'emulated')
  t.strictSame(others, [])
  t.match(group, {
    tag: 'Shows',
    operations: [
      {
        id: 'start_show',
        method: 'POST',
        base: '/base',
        path: '/base/shows/{id}',
        parameters: [{ name: 'id', schema: { type: 'string', example: 'x' } }],
        body: { type: 'object', example: { a: 1 } },
        responses: [{ status: '201', description: 'Created.', schema: {} }],
        isStream: false,
      },
      { id: 'events', body: undefined, isStream: true },
    ],
  })
})

t.test('a search keeps the operations that have every word', async (t) => {
  const groups = groupsOf(document, 'emulated')
  const idsOf = (text: string) =>
    findOperations(groups, text).flatMap(({ operations }) => operations.map(({ id }) => id))
  t.strictSame(idsOf(''), ['start_show', 'events'])
  t.strictSame(idsOf('POST  show'), ['start_show'])
  t.strictSame(idsOf('shows stream'), ['events'], 'a tag counts, and so does a summary')
  t.strictSame(idsOf('get start'), [])
})

t.test('types and limits are written for people', async (t) => {
  t.equal(typeOf({ type: 'array', items: { type: 'string', format: 'uuid' } }), 'array of string (uuid)')
  t.equal(typeOf({ type: 'string', nullable: true }), 'string, or null')
  t.equal(typeOf({ anyOf: [{ type: 'integer' }, { type: 'object' }] }), 'integer or object')
  t.equal(typeOf({ type: 'string', format: 'no-control-characters' }), 'string')
  t.equal(typeOf({}), 'any')
  t.strictSame(notesOf({ enum: ['LIVE', 1], default: 'LIVE' }), ['one of LIVE, 1', 'default "LIVE"'])
  t.strictSame(notesOf({ minimum: 0, maximum: 9, minLength: 1, maxItems: 3, pattern: '^a$' }), [
    '0 to 9',
    'at least 1 character',
    'at most 3 items',
    'matches ^a$',
  ])
})

t.test('what is within a schema is a tree of lines', async (t) => {
  const item = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } }
  t.match(
    childrenOf({
      type: 'object',
      required: ['list'],
      properties: {
        list: { type: 'array', items: item, description: 'Its items.' },
        either: { anyOf: [{ type: 'integer' }, item] },
        two: { anyOf: [item, { type: 'array', items: item }] },
        map: { type: 'object', additionalProperties: { type: 'number' } },
      },
    }),
    [
      {
        name: 'list',
        type: 'array of object',
        isRequired: true,
        description: 'Its items.',
        children: [{ name: 'id', isRequired: true, children: [] }],
      },
      { name: 'either', type: 'integer or object', isRequired: false, children: [{ name: 'id' }] },
      {
        name: 'two',
        children: [
          { name: 'choice 1', children: [{ name: 'id' }] },
          { name: 'choice 2', type: 'array of object' },
        ],
      },
      { name: 'map', children: [{ name: 'any other name', type: 'number' }] },
    ],
  )
})

t.test('an example has what is required, what is known, and what the schema suggests', async (t) => {
  const schema = {
    type: 'object',
    required: ['meeting_id', 'mode', 'count', 'ids'],
    properties: {
      meeting_id: { type: 'string' },
      mode: { type: 'string', enum: ['on', 'off'] },
      count: { type: 'integer', minimum: 3 },
      ids: { type: 'array', items: { type: 'string', format: 'uuid' } },
      name: { type: 'string', default: 'Show' },
      app_id: { type: 'string', minLength: 8 },
    },
  }
  const ids = ['00000000-0000-4000-8000-000000000000']
  t.strictSame(exampleOf(schema), { meeting_id: 'meeting_id', mode: 'on', count: 3, ids })
  t.strictSame(exampleOf(schema, { known: { meeting_id: 'm', id: 'i' }, kept: ['app_id'] }), {
    meeting_id: 'm',
    mode: 'on',
    count: 3,
    ids: ['i'],
    app_id: 'app_id--',
  })
  t.match(exampleOf(schema, { isWhole: true }), { name: 'Show', app_id: 'app_id--' })
  const withExample = { ...schema, example: { ids: ['id'], meeting_id: 'given' } }
  t.strictSame(exampleOf(withExample, { known: { id: 'i' } }), { ids: ['i'], meeting_id: 'given' })
})
