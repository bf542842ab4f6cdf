import t from 'tap'
import type { Client } from '../helpers/client.js'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, furnish, importState } from '../helpers/state.js'

interface World {
  account: string
  client: Client
  /** The account's webhooks, oldest first. */
  webhooks: { id: string; name: string }[]
  app: string
  meeting: string
  livestream: string
}

/** Restores, over all accounts. */
const rounds = process.env.GREENROOM_SOAK === '1' ? 10_000 : 400

t.test(`eight accounts that take and restore in turn for ${rounds} rounds keep what they had`, async (t) => {
  const { emulator } = await startFrozen(t)
  const worlds: World[] = []
  for (let i = 0; i < 8; i++) {
    const client = clientOf(emulator, `account-${i}`)
    worlds.push({ account: `account-${i}`, client, webhooks: [], ...(await furnish(client)) })
  }
  /** Replace the older of an account's two webhooks: the rows of other accounts lie between the two. */
  const rotate = async ({ client, app, webhooks }: World, name: string) => {
    const body = { name, url: `http://127.0.0.1:9/${encodeURIComponent(name)}`, events: ['meeting.ended'] }
    const { id } = (await client.api.post(`/${app}/webhooks`, body)).body.data
    webhooks.push({ id, name })
    if (webhooks.length > 2) await client.api.delete(`/${app}/webhooks/${webhooks.shift()?.id}`)
  }

  for (let round = 0; round < rounds; round++) {
    const world = worlds[round % worlds.length] as World
    await rotate(world, `webhook of round ${round}`)
    const text = round % 97 === 0 && (await exportText(emulator, world.account))
    emulator.snapshot('turn', { account_id: world.account }).restore()
    if (text) t.equal(await exportText(emulator, world.account), text, `round ${round}`)
  }

  for (const { account, client, app, meeting, livestream, webhooks } of worlds) {
    const names = (await client.api.get(`/${app}/webhooks`)).body.data.map(
      ({ name }: { name: string }) => name,
    )
    t.same(names.sort(), webhooks.map(({ name }) => name).sort(), account)
    t.equal((await client.stop(app, meeting)).status, 200)
    t.equal(await client.status(app, livestream), 'IDLE')
  }
})

t.test('a state with the largest keys that a number holds gets keys that can be told apart', async (t) => {
  const largest = Number.MAX_SAFE_INTEGER
  const app = (pk: number, account_id: string) => ({
    pk,
    account_id,
    id: `app-${account_id}`,
    name: 'App',
    created_at: 0,
  })
  const { emulator } = await startFrozen(t)
  const { status } = await importState(emulator, {
    greenroom: 'state',
    version: 1,
    accounts: [{ id: 'one' }, { id: 'two' }],
    apps: [app(largest - 1, 'one'), app(largest, 'two')],
  })
  t.equal(status, 200)
  for (const account of ['one', 'two', 'three']) {
    const client = clientOf(emulator, account)
    const apps = [await client.newApp(), await client.newApp()]
    for (const id of apps) await client.newMeeting(id, { title: `Of ${id}` })
    for (const id of apps)
      t.match((await client.api.get(`/${id}/meetings`)).body, {
        data: [{ title: `Of ${id}` }],
        paging: { total_count: 1 },
      })
  }
})
