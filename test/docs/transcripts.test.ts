/** What the pages show of a terminal is what happens there. */

import t from 'tap'
import { startProcess } from '../helpers/process.js'
import { blocksOf, pages } from './pages.js'
import { isShown, runInShell, startArguments, stepsOf } from './transcript.js'

/** Each command is a process. In milliseconds, for all of them together. */
t.setTimeout(300_000)

for (const { path, text } of pages) {
  const steps = blocksOf(text)
    .filter(({ language }) => language === 'console')
    .flatMap(({ code }) => stepsOf(code))
  const [first, ...rest] = steps
  if (!first) continue
  t.test(`the transcript of ${path}`, async (t) => {
    const args = startArguments(first.command)
    if (!args) return t.fail(`it begins with npm start, not with ${first.command}`)
    const { url } = await startProcess(t, [...args, '--log-level', 'silent'])
    const outputs = await runInShell(
      rest.map(({ command }) => command),
      url,
    )
    for (const [index, { command, expected }] of rest.entries()) {
      const actual = outputs[index] ?? ''
      if (!isShown(expected, actual)) t.equal(actual, expected.trim(), command)
      else t.pass(command)
    }
  })
}
