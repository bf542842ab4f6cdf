/** `greenroom ctl` as a process of its own, against another one that runs. */

import { type FinishedProcess, type RunningProcess, runProcess, startProcess } from './process.js'

export interface Ctl {
  greenroom: RunningProcess
  /** What a command came to. */
  run(...args: string[]): Promise<FinishedProcess>
  /** The lines that a command wrote. @throws Error when it did not exit with 0 */
  lines(...args: string[]): Promise<string[]>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json(...args: string[]): Promise<any>
  /** One call of the emulated API. @returns its status */
  call(method: 'GET' | 'POST', path: string, accountId?: string): Promise<number>
}

/** A Greenroom whose clock stands still, with the documentation's identifiers in it. */
export async function startCtl(t: Parameters<typeof startProcess>[0], args: string[] = []): Promise<Ctl> {
  const greenroom = await startProcess(t, ['--clock', 'frozen', '--seed', '1', ...args])
  const env = { GREENROOM_PORT: new URL(greenroom.url).port }
  const run = (...words: string[]) => runProcess(t, ['ctl', ...words], env)
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
      const url = `${greenroom.baseUrl}/accounts/${accountId}/realtime/kit${path}`
      return (await fetch(url, { method, headers: { authorization: 'Bearer any' } })).status
    },
  }
}
