/** How every setting is described: what the flag, the variable and the option of one setting are. */

import t from 'tap'
import { settingRows } from '../../src/config/describe.js'
import { readConfig } from '../../src/config/read.js'
import { resolveOptions } from '../../src/config/resolve.js'
import type { Config } from '../../src/config/schema.js'

t.test('each default can be given by the flag, the variable and the option that are described', async (t) => {
  const defaults = resolveOptions({})
  const rows = settingRows()
  t.strictSame(
    rows.map(({ option }) => option).filter((option) => option in defaults),
    Object.keys(defaults),
    'and no default is left out',
  )
  for (const { flag, variable, option, takes, fallback, description } of rows) {
    t.match(description, /^\S.*\.$/, `${flag} is described by a sentence`)
    if (fallback === '') continue
    const value = defaults[option as keyof Config]
    const args = takes === '' ? [`${flag}=${fallback}`] : [flag, fallback]
    t.strictSame(readConfig(args, {})[option as keyof Config], value, flag)
    t.strictSame(readConfig([], { [variable]: fallback })[option as keyof Config], value, variable)
    t.strictSame(resolveOptions({ [option]: value }), defaults, option)
  }
})
