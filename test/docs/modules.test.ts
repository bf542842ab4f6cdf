/** The modules in the pages run as they are printed. */

import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import ts from 'typescript'
import { createEmulator } from '../../src/index.js'
import { blocksOf, pages } from './pages.js'

/** Variables that a test runner around us has set would change what `node:test` does in a recipe. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(TAP|NODE_|VITEST|GREENROOM_)/.test(name)),
)

const emulator = await createEmulator({ clock: 'frozen' })
t.teardown(() => emulator.close())
process.env.GREENROOM_URL = emulator.url
process.env.CLOUDFLARE_BASE_URL = emulator.baseUrl
process.env.CLOUDFLARE_API_TOKEN = 'any'

const inProcessOfItsOwn = (file: string) =>
  promisify(execFile)(process.execPath, [file], {
    env: { ...inherited, GREENROOM_URL: emulator.url },
    timeout: 60_000,
  })

/** Runs where the pages' Greenroom is this one. */
const addressed = (code: string) => code.replaceAll('http://127.0.0.1:4010', emulator.url)
const asJavaScript = (code: string) =>
  ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  }).outputText

/** Files of their own that the pages quote run in test/examples and in test/consumer. */
const withoutQuoted = (text: string) => text.replace(/^<!-- generated: .*?^<!-- end -->$/gms, '')

/** Each module loads an SDK and starts an emulator. In milliseconds, for all of them together. */
t.setTimeout(300_000)

/** What the modules in this process print. */
const printed: string[] = []
console.log = (...values) => void printed.push(values.join(' '))

let count = 0
for (const { path, text } of pages)
  for (const section of withoutQuoted(text).split(/^## /m)) {
    const heading = section.split('\n', 1)[0] ?? ''
    const modules = blocksOf(section).filter(
      ({ language, code }) => /^(js|ts)$/.test(language) && /^import /m.test(code),
    )
    for (const { language, code } of modules)
      t.test(`${path}: ${heading}`, async (t) => {
        const expected = [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(
          ([, output = '']) => output,
        )
        const runnable = addressed(language === 'ts' ? asJavaScript(code) : code)
        // Below the package, so that `greenroom` is this one.
        const file = `${t.testdir({ 'module.mjs': runnable })}/module.mjs`
        // A process of its own takes longer; only a module that is a test run needs one.
        const run = code.includes('node:test') ? inProcessOfItsOwn(file) : import(pathToFileURL(file).href)
        await t.resolves(run)
        t.strictSame(printed.splice(0).slice(0, expected.length), expected, 'prints what its comments say')
        count += 1
      })
  }

t.test('there are modules', async (t) => {
  t.ok(count >= 17, `${count} ran`)
})
