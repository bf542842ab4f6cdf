/** An ES module: the types that `import` finds, and what may be given and is answered. */

import { connect, createEmulator, type EmulatorOptions, type Scheduled } from 'greenroom'

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

await using connection = await connect(emulator.url)
const mine = connection.account('mine')
await mine.clock.set({ mode: 'frozen', now: new Date('2030-01-01') })
const { id } = await mine.faults.add({ match: { method: 'GET' }, action: { status: 503 } })
await mine.faults.remove(id)
const { restore } = await mine.snapshot()
await restore()
const now: Date = await mine.clock.now()
await mine.clock.giveUp()
// @ts-expect-error: the account is named already
await mine.scheduled({ account_id: 'other' }).catch(() => {})
if (now.getUTCFullYear() !== 2030 || 'info' in mine) throw new Error(`${now}`)
console.log(`greenroom ${version} as an ES module`)
