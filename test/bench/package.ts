/** The package as it is installed: its size, and how long an emulator in process takes. */

import { execFileSync } from 'node:child_process'
import type { createEmulator as CreateEmulator } from '../../src/index.js'
import { root } from '../helpers/bundle.js'
import type { MeasuredRow } from './report.js'
import { median } from './statistics.js'

/** How long each createEmulator takes in one process, as a test suite makes them, in milliseconds. */
async function measureCreation(emulators: number): Promise<number[]> {
  const { createEmulator }: { createEmulator: typeof CreateEmulator } = await import(
    `${root}dist/bundle/index.js`
  )
  const times: number[] = []
  for (let i = 0; i <= emulators; i++) {
    const began = performance.now()
    const emulator = await createEmulator({ clock: 'frozen', fixtures: ['none'] })
    times.push(performance.now() - began)
    await emulator.close()
  }
  return times
}

/** What `npm pack` would make. */
function measureSize(): { size: number; unpackedSize: number } {
  const report = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  })
  const [packed] = JSON.parse(report)
  return packed
}

export async function measurePackage({ emulators }: { emulators: number }): Promise<MeasuredRow[]> {
  const [first = 0, ...further] = await measureCreation(emulators)
  const { size, unpackedSize } = measureSize()
  return [
    { name: 'the first createEmulator', value: first, unit: 'ms' },
    {
      name: 'each further createEmulator',
      value: median(further.sort((a, b) => a - b)),
      unit: 'ms',
      goal: 25,
    },
    { name: 'tarball', value: size / 1e6, unit: 'MB' },
    { name: 'unpacked', value: unpackedSize / 1e6, unit: 'MB' },
  ]
}
