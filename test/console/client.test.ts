/** The console's client of the control API, and its actions, over a real port. */

import { execFileSync } from 'node:child_process'
import t from 'tap'
import type { Emulator } from '../../src/index.js'
import { loadConsoleClient } from '../helpers/console-client.js'
import { startWithApp } from '../helpers/start.js'

/** The words of a command line, as a shell reads them. */
const wordsOf = (line: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

const load = async (emulator: Emulator) => ({ emulator, client: await loadConsoleClient(emulator.url) })

t.test('a call gives the answer, and a refusal its message and status', async (t) => {
  const { emulator } = await startWithApp(t)
  const { client } = await load(emulator)
  t.match(await client.call({ method: 'GET', path: '/livestreams', query: { status: 'LIVE' } }), {
    livestreams: [],
    total_count: 0,
  })
  await t.rejects(client.call({ method: 'GET', path: '/livestreams', query: { status: 'GONE' } }), {
    status: 400,
    message: /status/,
  })
  await t.rejects(
    client.call({ method: 'POST', path: '/api/accounts/account/realtime/kit/apps', body: {} }),
    {
      status: 400,
      message: /name/,
    },
  )
  await t.rejects(client.call({ method: 'PUT', path: '/state', body: '{"greenroom":' }), {
    status: 400,
    message: /JSON/,
  })
})

t.test('without an answer it says so', async (t) => {
  const client = await loadConsoleClient('http://127.0.0.1:1')
  await t.rejects(client.call({ method: 'GET', path: '/clock' }), {
    status: 0,
    message: 'Greenroom does not answer',
  })
})

t.test('queries leave out what is empty, and encode the rest', async (t) => {
  const client = await loadConsoleClient('http://127.0.0.1:1')
  t.equal(client.targetOf({ path: '/livestreams' }), '/_greenroom/livestreams')
  const query = { search: 'a&b=ü', status: '', account_id: undefined, page_no: 2 }
  t.equal(
    client.targetOf({ path: '/livestreams', query }),
    '/_greenroom/livestreams?search=a%26b%3D%C3%BC&page_no=2',
  )
})

t.test('a shell reads the command lines as they were meant, whatever names are', async (t) => {
  const client = await loadConsoleClient('http://127.0.0.1:4010')
  const name = `it's "$(reboot)" \`id\` \\ & ; é`
  t.strictSame(wordsOf(client.ctlOf('join', 'a b', '--name', name, undefined, 3)), [
    'greenroom',
    'ctl',
    'join',
    'a b',
    '--name',
    name,
    '3',
  ])
  const words = wordsOf(client.curlOf({ method: 'POST', path: '/reset', body: { account_id: name } }))
  t.strictSame(words.slice(0, -1), [
    'curl',
    '-H',
    'Content-Type: application/json',
    'http://127.0.0.1:4010/_greenroom/reset',
    '-d',
  ])
  t.strictSame(JSON.parse(words.at(-1) ?? ''), { account_id: name })
  t.strictSame(wordsOf(client.curlOf({ method: 'DELETE', path: '/faults' })), [
    'curl',
    '-X',
    'DELETE',
    'http://127.0.0.1:4010/_greenroom/faults',
  ])
})

t.test('an action with a question waits for its answer, and tells what it did', async (t) => {
  const { emulator } = await startWithApp(t)
  const { client } = await load(emulator)
  const accounts = () => emulator.accounts().accounts.length
  let after: unknown
  const done = new Promise((resolve) => {
    after = resolve
  })
  const reset = {
    label: 'Reset',
    call: { method: 'POST', path: '/reset', body: {} },
    ctl: 'greenroom ctl reset',
    confirm: 'Everything is lost.',
    after: after as () => void,
  }
  await client.act(reset)
  t.equal(client.asked.value?.label, 'Reset')
  client.answer(false)
  t.equal(client.asked.value, undefined)
  t.equal(accounts(), 1)
  await client.act(reset)
  client.answer(true)
  await done
  t.equal(accounts(), 0)
  t.match(client.notices.value, [
    { text: 'Done: Reset', isError: false, lines: [/^curl .*reset/, 'greenroom ctl reset'] },
  ])
})

t.test('a refused action stays on the screen as an error, and three at most', async (t) => {
  const { emulator } = await startWithApp(t)
  const { client } = await load(emulator)
  for (const id of ['1', '2', '3', '4'])
    await client.act({
      label: `Resend ${id}`,
      call: { method: 'POST', path: `/deliveries/${id}/resend` },
      ctl: `greenroom ctl resend ${id}`,
    })
  t.match(
    client.notices.value.map(({ text, isError }) => [text, isError]),
    [
      [/^Resend 2: /, true],
      [/^Resend 3: /, true],
      [/^Resend 4: /, true],
    ],
  )
})
