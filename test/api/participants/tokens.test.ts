/** Tokens of participants, as whoever verifies them sees them. */

import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Emulator } from '../../../src/index.js'
import { createEmulator } from '../../../src/index.js'
import { beginning, startWithApp } from '../../helpers/start.js'

const parse = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())

/** Verify a token as a client with the key set does. @returns its claims */
async function verified(emulator: Emulator, token: string) {
  const [head, claims, signature] = token.split('.')
  const { keys } = (await emulator.inject({ url: '/_greenroom/jwks.json' })).json()
  const header = parse(head)
  const jwk = keys.find(({ kid }: { kid: string }) => kid === header.kid) as JsonWebKey
  const isValid = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature ?? '', 'base64url'),
  )
  if (!isValid) throw new Error('the signature is not valid')
  return { header, claims: parse(claims) }
}

t.test('a token has the published claims, for 100 days, and the key set verifies it', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id, token } = await api.participant(app, meeting)
  const { header, claims } = await verified(emulator, token)
  t.match(header, { alg: 'RS256', typ: 'JWT' })
  const [preset] = (await api.get(`/${app}/presets?search=group_call_host`)).body.data
  const iat = Date.parse(beginning) / 1000
  t.strictSame(claims, {
    orgId: app,
    meetingId: meeting,
    participantId: id,
    presetId: preset.id,
    iat,
    exp: iat + 100 * 24 * 60 * 60,
  })
})

t.test('a new token is of the time at which it is asked for, and of the preset of that time', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id, token } = await api.participant(app, meeting)
  const path = `/${app}/meetings/${meeting}/participants/${id}`
  t.strictSame((await api.post(`${path}/token`)).body, { success: true, data: { token } }, 'the same second')
  await emulator.clock.advance('1m')
  const renewed = (await api.post(`${path}/token`)).body.data.token
  const before = (await verified(emulator, token)).claims
  t.strictSame((await verified(emulator, renewed)).claims, {
    ...before,
    iat: before.iat + 60,
    exp: before.exp + 60,
  })
  const patched = (await api.patch(path, { preset_name: 'livestream_viewer' })).body.data.token
  t.not((await verified(emulator, patched)).claims.presetId, before.presetId)
})

t.test('tokens are the same in every run with the same seed and clock', async (t) => {
  const tokens: string[] = []
  for (let i = 0; i < 2; i++) {
    const { api, app } = await startWithApp(t)
    tokens.push((await api.participant(app, await api.meeting(app))).token)
  }
  t.equal(tokens[0], tokens[1])
})

t.test('many are signed at once, each for its own participant', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const added = await Promise.all(Array.from({ length: 20 }, () => api.participant(app, meeting)))
  for (const { id, token } of added) t.equal((await verified(emulator, token)).claims.participantId, id)
  t.equal(new Set(added.map(({ token }) => token)).size, 20)
})

t.test('--token-key signs with a key of your own, which alone is believed', async (t) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const tokenKey = join(t.testdir(), 'key.pem')
  writeFileSync(tokenKey, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const own = await startWithApp(t, { tokenKey })
  const usual = await startWithApp(t)
  const add = async ({ api, app }: typeof own) => {
    const meeting = await api.meeting(app)
    return { meeting, ...(await api.participant(app, meeting)) }
  }
  const [first, second] = [await add(own), await add(usual)]
  t.equal((await verified(own.emulator, first.token)).claims.participantId, first.id)
  t.equal(first.id, second.id, 'all but the key is the same')
  await t.rejects(verified(usual.emulator, first.token))
  t.throws(() => usual.emulator.meetings.join(second.meeting, { participant: { token: first.token } }), {
    message: '"participant.token" is not a token that this Greenroom signed',
  })
  t.match(own.emulator.meetings.join(first.meeting, { participant: { token: first.token } }), {
    live_participants: 1,
  })
})

t.test('a key that cannot be used keeps Greenroom from starting', async (t) => {
  const folder = t.testdir({ 'text.pem': 'no key' })
  for (const [file, problem] of [
    ['none.pem', 'cannot be read (ENOENT)'],
    ['text.pem', 'is not a private key in PEM, without a passphrase'],
  ] as const) {
    const tokenKey = join(folder, file)
    await t.rejects(createEmulator({ tokenKey }), { message: `--token-key ${tokenKey}: ${problem}` })
  }
})

t.test('the journal shows tokens, which are the emulator’s own', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { token } = await api.participant(app, await api.meeting(app))
  const { requests } = emulator.requests.list({ operation: 'add_participant' })
  t.match(JSON.stringify(requests), token)
})
