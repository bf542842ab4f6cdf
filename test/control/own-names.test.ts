/** Names of this machine's own drive the control API; names that a web page could have rebound do not. */

import { hostname } from 'node:os'
import Fastify from 'fastify'
import t from 'tap'
import { createGuard } from '../../src/control/guard.js'
import { createOwnNames } from '../../src/control/own-names.js'
import { handleErrors } from '../../src/http/error-handler.js'
import { createEmulator } from '../../src/index.js'

const own = ['127.0.0.1', '172.18.0.2', 'fd00::2']
const names: Record<string, string[]> = {
  greenroom: ['172.18.0.2'],
  'greenroom.internal': ['172.18.0.2', 'fd00::2'],
  'rtk.test': ['127.0.0.1'],
  'evil.example': ['172.18.0.2'],
  'evil.example.com': ['127.0.0.1'],
  'internal.example': ['fd00::2'],
  other: ['172.18.0.3'],
  both: ['172.18.0.2', '203.0.113.9'],
}

t.test('a private name that resolves to this machine is answered, and no public name is', async (t) => {
  const asked: string[] = []
  const isOwnName = createOwnNames({
    ownAddresses: () => own,
    async lookup(name) {
      asked.push(name)
      if (!names[name]) throw new Error('ENOTFOUND')
      return names[name].map((address) => ({ address }))
    },
  })
  const app = Fastify()
  handleErrors(app)
  app.addHook('onRequest', createGuard({ host: '0.0.0.0', publicUrl: undefined, allowHost: [] }, isOwnName))
  app.get('/', () => 'answered')
  const status = async (host: string, headers = {}) =>
    (await app.inject({ url: '/', headers: { host, ...headers } })).statusCode

  for (const host of ['greenroom:4010', 'GREENROOM.', 'greenroom.internal', 'rtk.test:1'])
    t.equal(await status(host), 200, host)
  for (const host of ['other', 'both', 'unknown', '172.18.0.9'])
    t.equal(await status(host), 403, `${host} is not this machine alone`)
  asked.length = 0
  for (const host of ['evil.example', 'evil.example.com', 'internal.example', 'greenroom.evil.example'])
    t.equal(await status(host), 403, `${host} may have been rebound`)
  t.strictSame(asked, [], 'and public names are not even resolved')

  t.equal(await status('greenroom:4010', { origin: 'http://greenroom:4010' }), 200, 'a page of its own')
  t.equal(await status('greenroom:4010', { origin: 'http://evil.example' }), 403, 'a page from elsewhere')
})

const isKnown = await createOwnNames()(hostname())
const skip = isKnown ? false : "the machine's name has a dot, or resolves to no interface of its own"
t.test("this machine's own host name is answered", { skip }, async (t) => {
  await using emulator = await createEmulator()
  const headers = { host: `${hostname()}:4010` }
  t.equal((await emulator.inject({ url: '/_greenroom/info', headers })).statusCode, 200)
})
