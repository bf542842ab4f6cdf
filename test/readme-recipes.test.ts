/** The recipes of the README run as they are printed. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { createEmulator } from '../src/index.js'
import './helpers/bundle.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [, section = ''] = readme.match(/^## Recipes\n(.*?)^## /ms) ?? []

/** By their headings, with the blocks of code below each. */
const recipes = section
  .split(/^### /m)
  .slice(1)
  .map((text) => ({
    heading: text.split('\n', 1)[0] ?? '',
    modules: [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code),
  }))

/** Variables that a test runner around us has set would change what `node:test` does in a recipe. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(TAP|NODE_|VITEST|GREENROOM_)/.test(name)),
)

const emulator = await createEmulator({ clock: 'frozen' })
t.teardown(() => emulator.close())

t.ok(recipes.length >= 8, 'there are recipes')
process.env.GREENROOM_URL = emulator.url
const inProcessOfItsOwn = (file: string) =>
  promisify(execFile)(process.execPath, [file], {
    env: { ...inherited, GREENROOM_URL: emulator.url },
    timeout: 60_000,
  })

for (const { heading, modules } of recipes)
  t.test(heading, async (t) => {
    t.ok(modules.length > 0, 'it has a block of code')
    for (const code of modules) {
      // Below the package, so that `greenroom` is this one.
      const file = `${t.testdir({ 'recipe.mjs': code })}/recipe.mjs`
      // A process of its own takes longer; only a recipe that is a test run needs one.
      const run = code.includes('node:test') ? inProcessOfItsOwn(file) : import(pathToFileURL(file).href)
      await t.resolves(run)
    }
  })
