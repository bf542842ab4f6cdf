/** What the pages name exists: flags, variables, operation ids, and the fixture that they show. */

import t from 'tap'
import { operationIds } from '../../src/api/operation-ids.js'
import { settingRows } from '../../src/config/describe.js'
import { runCtl } from '../helpers/ctl.js'
import { start } from '../helpers/start.js'
import { blocksOf, pages, read } from './pages.js'

/** Flags of other programs that the pages run, and of Greenroom itself. */
const otherFlags = new Set([
  '--abort-on-container-exit',
  '--build',
  '--exit-code-from',
  '--help',
  '--open',
  '--rm',
  '--service-ports',
  '--prot',
  '--version',
])
/** Variables of the tests and of client programs. */
const otherVariables = new Set(['GREENROOM_SOAK', 'GREENROOM_TEST_SEED', 'GREENROOM_URL'])

const settings = settingRows()

t.test('every flag and variable that a page names exists', async (t) => {
  const { stdout: ctlHelp } = await runCtl(['--help'])
  const flags = new Set([...settings.map(({ flag }) => flag), ...otherFlags])
  const variables = new Set([...settings.map(({ variable }) => variable), ...otherVariables])
  for (const { path, text } of pages) {
    const namedFlags = [...text.matchAll(/(?<![\w-])--[a-z][\w-]+/g)].map(([flag]) => flag)
    t.strictSame(
      namedFlags.filter((flag) => !flags.has(flag) && !ctlHelp.includes(flag)),
      [],
      `flags of ${path}`,
    )
    const namedVariables = [...text.matchAll(/GREENROOM_[A-Z_]+/g)].map(([variable]) => variable)
    t.strictSame(
      namedVariables.filter((variable) => !variables.has(variable)),
      [],
      `variables of ${path}`,
    )
  }
})

t.test('every operation that a page names is emulated', async (t) => {
  for (const { path, text } of pages) {
    const named = [...text.matchAll(/\boperation"?: ["']([\w-]+)["']/g)].map(([, id = '']) => id)
    t.strictSame(
      named.filter((id) => !(operationIds as readonly string[]).includes(id)),
      [],
      path,
    )
  }
})

t.test('the fixture in state.md can be loaded', async (t) => {
  const fixtures = blocksOf(read('docs/state.md')).filter(({ language }) => language === 'json')
  t.equal(fixtures.length, 1)
  for (const { code } of fixtures) {
    const { emulator } = await start(t, { fixtures: [JSON.parse(code)] })
    const url = '/client/v4/accounts/my-account/realtime/kit/town/meetings/questions/active-livestream'
    const { data } = (await emulator.inject({ url, headers: { authorization: 'Bearer any' } })).json()
    t.equal(data.status, 'LIVE')
  }
})
