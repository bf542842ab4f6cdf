/** `greenroom ctl` in process, over the port of an emulator in process. */

import { Writable } from 'node:stream'
import { ctl } from '../../src/cli/ctl.js'
import type { Emulator, EmulatorOptions } from '../../src/index.js'
import { overHttp, type Teardown } from './requests.js'
import { startEmulator } from './start.js'

interface Finished {
  /** What the process would exit with. */
  code: number
  stdout: string
  stderr: string
}

/** Keeps what is written to it as text. */
function createSink() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

/** Run a command against a port of this machine. */
export async function runCtl(args: string[], port = 1): Promise<Finished> {
  const [stdout, stderr] = [createSink(), createSink()]
  const code = await ctl(args, { host: '127.0.0.1', port, stdout: stdout.stream, stderr: stderr.stream })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

export interface Ctl {
  greenroom: Emulator
  /** The exit code of a command, and what it wrote. */
  run(...args: string[]): Promise<Finished>
  /** The lines that a command wrote. @throws Error when it did not exit with 0 */
  lines(...args: string[]): Promise<string[]>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json(...args: string[]): Promise<any>
  /** One call of the emulated API. @returns its status */
  call(method: 'GET' | 'POST', path: string, accountId?: string): Promise<number>
}

/** Start an emulator whose clock stands still, with the documentation's identifiers in it. */
export async function startCtl(t: Teardown, options: EmulatorOptions = {}): Promise<Ctl> {
  const greenroom = await startEmulator(t, { fixtures: 'docs', ...options })
  const run = (...words: string[]) => runCtl(words, Number(new URL(greenroom.url).port))
  const output = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(...words)
    if (code !== 0) throw new Error(`ctl ${words.join(' ')} exited with ${code}: ${stderr}`)
    return stdout
  }
  return {
    greenroom,
    run,
    lines: async (...words) => (await output(...words)).trimEnd().split('\n'),
    json: async (...words) => JSON.parse(await output(...words, '--json')),
    async call(method, path, accountId = '023e105f4ecef8ad9ca31a8372d0c353') {
      const url = `/accounts/${accountId}/realtime/kit${path}`
      const headers = { authorization: 'Bearer any' }
      return (await overHttp(greenroom.baseUrl)({ method, url, headers })).status
    },
  }
}
