/** The emulated API behind the guard of the control API: no credential, fault, rate limit or journal. */

import t from 'tap'
import { start } from '../helpers/start.js'
import { startWithReceiver } from '../helpers/webhooks.js'

const below = (path: string, account = 'account') => `/_greenroom/api/accounts/${account}/realtime/kit${path}`

t.test('every operation is there without a credential, and leaves no request', async (t) => {
  const { emulator, send } = await start(t, { auth: 'strict', token: ['secret'], rateLimit: '1/1h' })
  emulator.faults.add({ action: { status: 500 } })
  const made = await send({ method: 'POST', url: below('/apps'), payload: { name: 'Made here' } })
  t.equal(made.status, 200)
  const app = made.body.data.app.id
  const meeting = await send({ method: 'POST', url: below(`/${app}/meetings`), payload: { title: 'Show' } })
  t.equal(meeting.status, 201)
  const { id } = meeting.body.data
  const started = await send({
    method: 'POST',
    url: below(`/${app}/meetings/${id}/livestreams`),
    payload: {},
  })
  t.equal(started.status, 201)
  await emulator.clock.advance(2)
  const listed = await send({ method: 'GET', url: below(`/${app}/livestreams`) })
  t.match(listed.body.data.livestreams, [{ id: started.body.data.id, status: 'LIVE' }])
  t.equal(
    (await send({ method: 'GET', url: below(`/${app}/livestreams`, 'other') })).body.data?.length ?? 0,
    0,
  )
  t.strictSame(emulator.requests.list().requests, [])
  const outside = await send({
    method: 'GET',
    url: `/client/v4/accounts/account/realtime/kit/${app}/livestreams`,
  })
  t.equal(outside.status, 401, 'outside of it a credential is needed')
})

t.test('it refuses as the service does, and whom the control API refuses', async (t) => {
  const { send } = await start(t)
  const { status, body } = await send({ method: 'POST', url: below('/apps'), payload: { name: 7 } })
  t.equal(status, 400)
  t.match(body.error.message, /name/)
  t.equal((await send({ method: 'GET', url: below('/no/such/path/at/all/here') })).status, 404)
  t.equal((await send({ method: 'DELETE', url: below('/apps') })).status, 405)
  const headers = { origin: 'https://evil.example' }
  t.equal((await send({ method: 'GET', url: below('/apps'), headers })).status, 403)
  const off = await start(t, { control: 'off' })
  t.equal((await off.send({ method: 'GET', url: below('/apps') })).status, 404)
})

t.test('webhooks are sent of what is done there', async (t) => {
  const { emulator, send, app, api } = await startWithReceiver(t)
  const meeting = await api.meeting(app)
  await send({ method: 'POST', url: below(`/${app}/meetings/${meeting}/livestreams`), payload: {} })
  await emulator.clock.advance(2)
  const deliveries = await emulator.webhooks.wait({ count: 1, event: 'livestreaming.statusUpdate' })
  t.match(deliveries, [{ app_id: app }])
})
