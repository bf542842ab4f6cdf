/** Everything, or an account's, from a running Greenroom to a file and back. */

import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { startCtl } from '../helpers/ctl.js'

const docs = '023e105f4ecef8ad9ca31a8372d0c353'

t.test('what is exported to a file is imported again', async (t) => {
  const { lines, json, run, call } = await startCtl(t)
  const file = `${t.testdir()}/state.json`
  t.strictSame(await run('state', 'export', file), { code: 0, stdout: '', stderr: '' })
  t.match(JSON.parse(readFileSync(file, 'utf8')), { greenroom: 'state', account_id: null })

  await lines('reset', '--fixtures', 'none')
  t.equal(await call('GET', '/apps/app_id'), 404)
  const [account, imported] = await lines('state', 'import', file)
  t.match([account, imported], [/^account_id$/, /^imported +\{.*"livestreams":\d/])
  t.equal(await call('GET', '/apps/app_id'), 200)
  t.match(await json('state', 'import', file), { account_id: null, imported: { accounts: 1 } })
})

t.test('an export without a file is written out, whole', async (t) => {
  const { run } = await startCtl(t)
  const { code, stdout, stderr } = await run('state', 'export')
  t.strictSame([code, stderr], [0, ''])
  t.match(JSON.parse(stdout), { greenroom: 'state', clock: { now: '2026-01-01T00:00:00.000Z' } })
})

t.test('one account is exported, and put into another', async (t) => {
  const { lines, json, call } = await startCtl(t, { fixtures: ['docs', 'demo'] })
  const file = `${t.testdir()}/state.json`
  await lines('state', 'export', file, '--account', docs)
  t.match(JSON.parse(readFileSync(file, 'utf8')).accounts, { length: 1 })
  t.match(await json('state', 'import', file, '--account', 'copy'), { account_id: 'copy' })
  t.equal(await call('GET', '/apps/app_id', 'copy'), 200)
  t.equal(await call('GET', '/apps/app_id'), 200)

  await lines('reset', '--account', 'copy')
  t.equal(await call('GET', '/apps/app_id', 'copy'), 404)
  t.equal(await call('GET', '/apps/app_id'), 200)
})

t.test('a file that is no state, and one that is not there, change nothing', async (t) => {
  const { run, call } = await startCtl(t)
  const file = `${t.testdir()}/state.json`
  writeFileSync(file, '{"greenroom": "state", "version": 999}')
  t.match(await run('state', 'import', file), { code: 1, stdout: '', stderr: /version/ })
  t.match(await run('state', 'import', `${file}.not`), {
    code: 1,
    stdout: '',
    stderr: /state\.json\.not cannot be read \(ENOENT\)/,
  })
  t.match(await run('state', 'export', '/nowhere/state.json'), { code: 1, stderr: /ENOENT/ })
  t.equal(await call('GET', '/apps/app_id'), 200)
})

t.test('nothing is left behind where an export should have been, and nothing is there', async (t) => {
  const { greenroom, run } = await startCtl(t)
  const file = `${t.testdir({ 'state.json': 'the last one' })}/state.json`
  await greenroom.close()
  t.match(await run('state', 'export', file), { code: 1, stderr: /^no Greenroom at / })
  t.equal(readFileSync(file, 'utf8'), 'the last one')
})
