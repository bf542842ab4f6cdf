/** The processes that are measured, and what the operating system says of them. */

import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { mainFile } from '../helpers/bundle.js'
import type { Answer } from './bare.js'
import type { LoadJob, LoadResult } from './load.js'

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

export interface Measured {
  url: string
  pid: number
  stop(): Promise<void>
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

/** Whether it answers 200. */
const isReady = (url: string) =>
  new Promise<boolean>((resolve) => {
    get(`${url}/_greenroom/health/ready`, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** How often a starting process is asked, in milliseconds. */
const pollInterval = 2

/** As `npm start` and the image have it: a smaller young generation, for a smaller process. */
const nodeFlags = ['--max-semi-space-size=2']

/** Start Greenroom as people do, and wait until it is ready. @returns it and how long that took, in milliseconds */
export async function startGreenroom(...flags: string[]): Promise<Measured & { readyAfter: number }> {
  const url = `http://127.0.0.1:${await freePort()}`
  const began = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, mainFile, '--port', new URL(url).port, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {},
  })
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`Greenroom ended with ${child.exitCode}`)
    await delay(pollInterval)
  }
  const readyAfter = performance.now() - began
  return { url, pid: child.pid as number, readyAfter, stop: () => stop(child) }
}

/** Start the bare Fastify that gives these answers. */
export async function startBare(answers: Answer[]): Promise<Measured> {
  const child = fork(pathOf('./bare.js'))
  child.send(answers)
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, pid: child.pid as number, stop: () => stop(child) }
}

/** Start the process that makes load. */
export function startLoad() {
  const child = fork(pathOf('./load.js'))
  return {
    async run(job: LoadJob): Promise<LoadResult> {
      child.send(job)
      const [result] = await once(child, 'message')
      return result
    },
    stop: () => stop(child),
  }
}

/** Resident memory, in megabytes. */
export function residentMemory({ pid }: Measured): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
  }
}

/** Processor time taken so far, in milliseconds; NaN where there is no /proc. */
export function processorTime({ pid }: Measured): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    // utime and stime, in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}
