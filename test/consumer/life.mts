/** An ES module: the types that `import` finds, and what may be given and is answered. */

import { createEmulator, type EmulatorOptions, type Scheduled } from 'greenroom'

const line = (text: unknown) => console.error(text)
const log: EmulatorOptions['log'] = {
  level: 'warn',
  isLevelEnabled: (level) => level !== 'debug',
  child: () => log as NonNullable<typeof log>,
  trace: line,
  debug: line,
  info: line,
  warn: line,
  error: line,
  fatal: line,
}

await using emulator = await createEmulator({ clock: 'frozen', fixtures: ['none'], log })
const answer = await emulator.inject({ url: '/_greenroom/info' })
const { version }: { version: string } = answer.json()
const ran: Scheduled[] = await emulator.clock.advance({ until: 'idle' })
if (answer.statusCode !== 200 || version === '' || ran.length > 0) throw new Error(answer.body)
console.log(`greenroom ${version} as an ES module`)
