// A client of Greenroom with nothing but Node's fetch: runs one livestream through and says what it saw.
// GREENROOM_URL is where Greenroom is, http://127.0.0.1:4010 unless told.

import assert from 'node:assert/strict'

const origin = process.env.GREENROOM_URL ?? 'http://127.0.0.1:4010'
const account = `${origin}/client/v4/accounts/compose/realtime/kit`

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: { authorization: 'Bearer any-token', 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  assert.ok(response.ok, `${method} ${url}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

const { app } = (await call('POST', `${account}/apps`, { name: 'Compose' })).data
const { data: meeting } = await call('POST', `${account}/${app.id}/meetings`, { title: 'From a container' })
const { data: started } = await call('POST', `${account}/${app.id}/meetings/${meeting.id}/livestreams`, {
  name: 'First',
})
console.log(`started   ${started.id} ${started.status}, to be watched at ${started.playback_url}`)
assert.equal(started.status, 'INVOKED')
assert.equal(new URL(started.playback_url).host, new URL(origin).host)

const details = async () => (await call('GET', `${account}/${app.id}/livestreams/${started.id}`)).data

await call('POST', `${origin}/_greenroom/clock/advance`, { seconds: 60 })
const live = await details()
console.log(`a minute on, it is ${live.livestream.status}, for ${live.session.ingest_seconds} seconds`)
assert.equal(live.livestream.status, 'LIVE')

await call('POST', `${account}/${app.id}/meetings/${meeting.id}/active-livestream/stop`)
const stopped = await details()
console.log(`stopped   ${stopped.livestream.status} after ${stopped.session.ingest_seconds} seconds`)
assert.equal(stopped.livestream.status, 'IDLE')
