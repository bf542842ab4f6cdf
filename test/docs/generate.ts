/**
 * Writes what is generated in the pages, and the outputs in their transcripts where they are no longer true.
 *
 *   npm run build && node dist/test/docs/generate.js
 */

import { writeFileSync } from 'node:fs'
import { root } from '../helpers/bundle.js'
import { startProcess } from '../helpers/process.js'
import { regenerate } from './generated.js'
import { layOut } from './layout.js'
import { blocksOf, type Page, pages } from './pages.js'
import { isShown, runInShell, type Step, startArguments, stepsOf } from './transcript.js'

const teardowns: (() => unknown)[] = []
const owner = { teardown: (done: () => unknown) => void teardowns.push(done) }

async function outputsOf({ path }: Page, [first, ...rest]: Step[]): Promise<string[]> {
  const args = first && startArguments(first.command)
  if (!args) throw new Error(`${path}: the first command of its transcripts must be npm start`)
  const { url } = await startProcess(owner, [...args, '--log-level', 'silent'])
  return [
    '',
    ...(await runInShell(
      rest.map(({ command }) => command),
      url,
    )),
  ]
}

for (const page of pages) {
  let text = regenerate(page.text)
  const isTranscript = (block: { language: string }) => block.language === 'console'
  const steps = blocksOf(text)
    .filter(isTranscript)
    .flatMap(({ code }) => stepsOf(code))
  if (steps.length > 0) {
    const outputs = await outputsOf(page, steps)
    text = text.replace(/^```console\n(.*?)^```$/gms, (_, code: string) => {
      const lines = stepsOf(code).flatMap(({ command, expected }) => {
        const actual = outputs.shift() ?? ''
        const shown = isShown(expected, actual) ? expected.trimEnd() : layOut(actual)
        return [`$ ${command}`, ...(shown === '' ? [] : [shown])]
      })
      return `\`\`\`console\n${lines.join('\n')}\n\`\`\``
    })
  }
  if (text !== page.text) {
    writeFileSync(`${root}${page.path}`, text)
    console.log(`wrote ${page.path}`)
  }
}
for (const done of teardowns) await done()
