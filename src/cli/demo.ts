/** `greenroom demo`: the settings it has unless others are given, and how its console is opened. */

import { spawn } from 'node:child_process'
import type { Config } from '../config/schema.js'
import { consoleUrl } from './serve.js'

/** What greenroom demo does otherwise than greenroom. */
export const demoDefaults: Partial<Config> = { demo: 'on', fixtures: ['demo'], seed: 1 }

const openers: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Open the console in the browser of this machine; without one, nothing happens. @param url the origin */
export function openConsole(url: string) {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, consoleUrl(url)], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
