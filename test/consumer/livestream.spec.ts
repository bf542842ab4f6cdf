/** CommonJS by way of ts-jest: the import becomes `require('greenroom')`. */

import { ConfigError, createEmulator, type Emulator } from 'greenroom'

const kit = '/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/realtime/kit/app_id'
const headers = { authorization: 'Bearer any' }
let emulator: Emulator

beforeAll(async () => {
  emulator = await createEmulator({ clock: 'frozen', seed: 1 })
})
afterAll(() => emulator.close())

test('a meeting goes live on the frozen clock', async () => {
  const meeting = await emulator.inject({
    method: 'POST',
    url: `${kit}/meetings`,
    headers,
    payload: { title: 'Weekly' },
  })
  expect(meeting.statusCode).toBe(201)
  const url = `${kit}/meetings/${meeting.json().data.id}/livestreams`
  const started = await emulator.inject({ method: 'POST', url, headers })
  expect(started.json().data.status).toBe('INVOKED')
  const ran = await emulator.clock.advance({ seconds: 2 })
  expect(ran.map(({ kind }) => kind)).toEqual(['livestream.live'])
})

test('it answers over its port', async () => {
  const response = await fetch(`${emulator.url}/openapi.json`)
  expect(response.status).toBe(200)
})

test('what is wrong with the options is an instance of the exported class', async () => {
  await expect(createEmulator({ wire: 'morse' as 'recorded' })).rejects.toBeInstanceOf(ConfigError)
})
