import { generateKeyPairSync, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import t from 'tap'
import { createEmulator } from '../../../src/index.js'
import { authority, certificate, privateKey } from '../../helpers/certificates.js'
import type { Received } from '../../helpers/receiver.js'
import { answers, startReceiver } from '../../helpers/receiver.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

const wellKnown = async (url: string) =>
  (await (await fetch(`${url}/.well-known/webhooks.json`)).json()) as { data: { publicKey: string } }

/** As a receiver does it, with nothing but the published document and node:crypto. */
const isGenuine = (publicKey: string, { headers, raw }: Received) =>
  verify('RSA-SHA256', raw, publicKey, Buffer.from(String(headers['rtk-signature']), 'base64'))

const asPem = { type: 'pkcs8', format: 'pem' } as const

t.test('a receiver verifies what it got with the published document alone', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  event(await create(), 'live', 'stop')
  await settle()
  const document = await wellKnown(emulator.url)
  t.match(document, { success: true, message: '' })
  const { publicKey } = document.data
  t.match(publicKey, /^-----BEGIN PUBLIC KEY-----\n[^-]+-----END PUBLIC KEY-----\n$/)
  t.strictSame(
    receiver.received.map((one) => isGenuine(publicKey, one)),
    [true, true],
  )
  const [one] = receiver.received as [Received]
  const altered = Buffer.from(one.raw.toString().replace('LIVE', 'IDLE'))
  t.notOk(isGenuine(publicKey, { ...one, raw: altered }), 'a changed body does not verify')
})

t.test('the key is the same in every run, and needs no credential', async (t) => {
  const strict = await createEmulator({ fixtures: ['none'], auth: 'strict', token: ['secret'] })
  t.teardown(() => strict.close())
  const other = await createEmulator({ fixtures: ['none'] })
  t.teardown(() => other.close())
  t.strictSame(await wellKnown(strict.url), await wellKnown(other.url))
})

t.test('your own key signs instead', async (t) => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const webhookKey = join(t.testdir(), 'key.pem')
  writeFileSync(webhookKey, pair.privateKey.export(asPem))
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t, { webhookKey })
  event(await create(), 'live')
  await settle()
  const { publicKey } = (await wellKnown(emulator.url)).data
  t.equal(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }))
  t.ok(isGenuine(publicKey, receiver.received[0] as Received))
})

t.test('a delivery that is tried again after a restart is signed with the key of that start', async (t) => {
  const key = join(t.testdir(), 'key.pem')
  writeFileSync(key, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(asPem))
  const data = join(t.testdirName, 'state.db')
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t, {
    data,
    answer: answers(503),
  })
  event(await create(), 'live')
  await settle()
  await emulator.close()
  receiver.answer = answers(200)
  await using second = await createEmulator({ data, clock: 'frozen', webhookKey: key })
  await second.clock.advance({ seconds: 5 })
  const { publicKey } = (await wellKnown(second.url)).data
  t.strictSame(
    receiver.received.map((one) => isGenuine(publicKey, one)),
    [false, true],
  )
})

t.test('a file without an RSA key, or without a certificate, is refused in words', async (t) => {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const dir = t.testdir({
    'text.pem': 'hello',
    'public.pem': elliptic.publicKey.export({ type: 'spki', format: 'pem' }),
    'elliptic.pem': elliptic.privateKey.export(asPem),
    'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  })
  const path = (name: string) => join(dir, name)
  const notAKey = 'is not a private key in PEM, without a passphrase'
  for (const [option, name, problem] of [
    ['webhookKey', 'none.pem', 'cannot be read (ENOENT)'],
    ['webhookKey', 'text.pem', notAKey],
    ['webhookKey', 'public.pem', notAKey],
    ['webhookKey', 'elliptic.pem', 'is a key for ec; it must be for RSA'],
    ['webhookCa', 'none.pem', 'cannot be read (ENOENT)'],
    ['webhookCa', 'text.pem', 'has no certificate in PEM'],
    ['webhookCa', 'broken.pem', 'has a certificate that cannot be read'],
  ] as const) {
    const flag = option === 'webhookKey' ? '--webhook-key' : '--webhook-ca'
    await t.rejects(
      createEmulator({ fixtures: ['none'], [option]: path(name) }),
      new Error(`${flag} ${path(name)}: ${problem}`),
    )
  }
})

t.test('https is trusted with the authority that was given, and refused without', async (t) => {
  for (const trusted of [true, false]) {
    const webhookCa = join(t.testdir({ 'ca.pem': authority }), 'ca.pem')
    const options = trusted ? { webhookCa } : {}
    const { emulator, api, app, create, event, settle } = await startWithReceiver(t, options)
    const server = createServer({ key: privateKey, cert: certificate })
    const secure = await startReceiver(t, { server })
    const url = secure.url.replace('http://127.0.0.1', 'https://localhost')
    const webhook = await addWebhook(api, app, { url })
    event(await create(), 'live')
    await settle()
    const [delivery] = emulator.webhooks.deliveries({ webhook_id: webhook })
    if (trusted) t.match(delivery, { outcome: 'delivered', attempts: [{ status: 200, url }] })
    else t.match(delivery, { outcome: 'pending', attempts: [{ status: null, error: /certificate/ }] })
    t.equal(secure.received.length, trusted ? 1 : 0)
  }
})
