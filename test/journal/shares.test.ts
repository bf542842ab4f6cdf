/** The journal is shared by all accounts: which requests make room when it is full. */

import { pino } from 'pino'
import t from 'tap'
import { type Call, createJournal } from '../../src/journal/journal.js'
import { createRandom, rounds } from '../helpers/campaign.js'
import { client, startEmulator } from '../helpers/start.js'

t.test('a busy account pushes out its own requests and none of a quiet one', async (t) => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const emulator = await startEmulator(t, { journal: 10, log })
  const [quiet, busy] = [client(emulator, 'quiet'), client(emulator, 'busy')]
  await quiet.app('First')
  for (let i = 0; i < 40; i++) await busy.get('/apps')
  await quiet.get('/apps')
  for (let i = 0; i < 40; i++) await busy.get('/apps')

  const of = (account_id: string) => emulator.requests.list({ account_id })
  t.match(of('quiet'), { requests: [{ operation: 'create_app' }, { operation: 'get_apps' }], dropped: 0 })
  t.equal(of('busy').requests.length, 8)
  t.equal(of('busy').dropped, 72)
  const { requests, dropped } = emulator.requests.list()
  t.equal(requests.length, 10)
  t.equal(dropped, 72)
  const ids = requests.map(({ id }) => id)
  t.same(
    ids,
    [...ids].sort((a, b) => a - b),
    'oldest first, whoever made them',
  )
  emulator.requests.verify({ operation: 'create_app', account_id: 'quiet', exactly: 1 })
  t.throws(
    () => emulator.requests.verify({ operation: 'get_apps', account_id: 'busy', exactly: 8 }),
    /cannot be known: 72/,
  )
  t.equal(emulator.requests.list({ operation: 'create_app' }).dropped, 0)
  t.same(
    lines.filter((line) => line.startsWith('the journal is full')),
    [
      'the journal is full with 10 requests: from now on the oldest of the account with the most makes room; keep more with --journal N',
    ],
    'said once',
  )
})

t.test('equally busy accounts have equal shares', async (t) => {
  const emulator = await startEmulator(t, { journal: 12 })
  const accounts = ['a', 'b', 'c'].map((id) => client(emulator, id))
  for (let i = 0; i < 20; i++) for (const account of accounts) await account.get('/apps')
  for (const account_id of ['a', 'b', 'c']) t.equal(emulator.requests.list({ account_id }).requests.length, 4)
})

t.test(
  'whoever calls, the journal keeps as many as it may, and no account loses a call while another has more',
  async (t) => {
    const random = createRandom()
    for (let round = 0; round < rounds(30, 400); round++) {
      const size = 1 + Math.floor(random() * 12)
      const journal = createJournal(size)
      let kept: { id: number; accountId: string | null }[] = []
      for (let id = 1; id <= 120; id++) {
        const accountId = [null, 'a', 'b', 'c', 'd'][Math.floor(random() * random() * 5)] ?? null
        journal.record({ accountId, operation: null } as Call)
        // One that is new counts before something is dropped, unless its account is at the top already.
        const lengthOf = (account: string | null) => kept.filter((each) => each.accountId === account).length
        if (kept.length === size) {
          const greatest = Math.max(...kept.map((each) => lengthOf(each.accountId)))
          const now = [...journal.after(0)].map((each) => each.id)
          const [gone, ...others] = kept.filter((each) => !now.includes(each.id))
          t.same(others, [], 'one is dropped')
          if (!gone) return t.fail('none is dropped')
          t.equal(lengthOf(gone.accountId), greatest, 'of an account with the most')
          t.equal(kept.find((each) => each.accountId === gone.accountId)?.id, gone.id, 'its oldest')
          kept = kept.filter((each) => each !== gone)
        }
        kept.push({ id, accountId })
        t.same(
          [...journal.after(0)].map((each) => each.id),
          kept.map((each) => each.id),
        )
        if (random() < 0.02) {
          const cleared = [undefined, 'a', 'b'][Math.floor(random() * 3)]
          const before = kept.length
          kept = cleared === undefined ? [] : kept.filter((each) => each.accountId !== cleared)
          t.equal(journal.clear(cleared), before - kept.length)
        }
      }
      const from = Math.floor(random() * 121)
      t.same(
        [...journal.after(from)].map((each) => each.id),
        kept.map((each) => each.id).filter((id) => id > from),
      )
    }
  },
)
