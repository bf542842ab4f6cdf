/** What a command of `greenroom ctl` is, and pieces that several have. */

import type { Writable } from 'node:stream'
import { type CtlClient, UsageError } from '../client.js'
import { formatFields, formatTable } from '../table.js'

export type Values = Record<string, string | boolean | string[] | undefined>

export interface Command {
  usage: string
  summary: string
  /** Its own options, besides those of every command. */
  options?: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>
  /** The smallest and largest number of positional arguments. */
  words: [number, number]
  run(client: CtlClient, input: { words: string[]; values: Values; stdout: Writable }): Promise<Outcome>
}

/** The result as data for --json and as text for people; undefined when the command wrote its own output. */
export type Outcome = { data: unknown; text: string } | undefined

export type Row = Record<string, unknown>
export const text = { type: 'string' } as const
export const flag = { type: 'boolean' } as const

export const fields = (data: unknown): Outcome => ({ data, text: formatFields(data as Row) })
export const rows = (data: unknown, key: string, columns: string[]): Outcome => ({
  data,
  text: formatTable((data as Record<string, Row[]>)[key] ?? [], columns),
})
export const account = { account: text }
export const accountAndApp = { account: text, app: text }

/** Read an option that is a number. @throws UsageError */
export function number(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const read = Number(value)
  if (String(value).trim() === '' || Number.isNaN(read))
    throw new UsageError(`${name} must be a number, not ${value}`)
  return read
}
