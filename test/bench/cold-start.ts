/** From spawn to /_greenroom/health/ready answering 200, as it is installed: no settings, the fixture docs. */

import { startGreenroom } from './processes.js'

/** @returns milliseconds of each run, in order of size; the first, which warms the disk, is left out */
export async function measureColdStart(runs: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i <= runs; i++) {
    const greenroom = await startGreenroom()
    await greenroom.stop()
    if (i > 0) times.push(greenroom.readyAfter)
  }
  return times.sort((a, b) => a - b)
}
