/** The report: tables for people, in Markdown. */

import type { ListCost } from './many.js'
import type { Comparison, Throughput } from './throughput.js'

type Row = (string | number)[]

/** A Markdown table whose columns line up as plain text too; all but the first are numbers. */
export function table(head: string[], rows: Row[]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0), 3))
  const line = (row: string[]) =>
    `| ${row.map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`
  const rule = widths.map((width, i) => (i ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  const [first = [], ...rest] = cells
  return [line(first), line(rule), ...rest.map(line)].join('\n')
}

const count = (value: number) => Math.round(value).toLocaleString('en')
const ms = (value: number) => value.toFixed(2)
const megabytes = (value: number) => `${value.toFixed(0)} MB`
const percent = (value: number) => `${Math.round(value * 100)}%`

export function throughputTable(comparisons: Comparison[]): string {
  return table(
    ['', 'requests/s', 'p50 ms', 'p99 ms', 'server µs/request', 'load, of a core', 'ratio', 'rounds'],
    comparisons.flatMap(({ name, greenroom, bare, ratio, ratios }) =>
      [
        { label: name, side: greenroom, ends: [percent(ratio), ratios.map(percent).join(' ')] },
        { label: '  bare Fastify, same bytes', side: bare, ends: ['', ''] },
      ].map(({ label, side, ends }) => [
        label,
        count(side.rate),
        ms(side.p50),
        ms(side.p99),
        count(side.processor),
        percent(side.loadBusy),
        ...ends,
      ]),
    ),
  )
}

export const memoryTable = ({ memory }: Throughput, minutes: string) =>
  table(
    ['resident memory', ''],
    [
      ['after the start, with 1,000 livestreams', megabytes(memory.afterStart)],
      [`after ${minutes} of reads`, megabytes(memory.afterReads)],
      ['after as many reads of other things, all in the journal', megabytes(memory.afterColdReads)],
      [
        `after start + stop, holding ${count(memory.started)} more livestreams`,
        megabytes(memory.afterWrites),
      ],
    ],
  )

export const listTable = (costs: ListCost[], few: number, many: number) =>
  table(
    ['list, median ms', count(few), count(many), 'ratio'],
    costs.map(({ name, few, many, ratio }) => [name, ms(few), ms(many), `${ratio.toFixed(2)}x`]),
  )

export interface Goal {
  name: string
  goal: string
  measured: string
  met: boolean
}

export const goalOf = (
  name: string,
  limit: { atLeast?: number; atMost?: number },
  value: number,
  show: (value: number) => string,
): Goal => ({
  name,
  goal:
    limit.atLeast !== undefined
      ? `at least ${show(limit.atLeast)}`
      : `at most ${show(limit.atMost as number)}`,
  measured: show(value),
  met:
    value >= (limit.atLeast ?? Number.NEGATIVE_INFINITY) &&
    value <= (limit.atMost ?? Number.POSITIVE_INFINITY),
})

/** Something measured for which one number says it all. */
export interface MeasuredRow {
  name: string
  value: number
  unit: string
  goal?: number
}

const rounded = (value: number) => (value >= 100 ? count(value) : value.toPrecision(3))
const withUnit = (value: number, unit: string) => `${rounded(value)} ${unit}`

export const rowTable = (title: string, rows: MeasuredRow[]) =>
  table(
    [title, ''],
    rows.map(({ name, value, unit }) => [name, withUnit(value, unit)]),
  )

/** The goal of a row, if it has one: the most or the least that it may be. */
export const goalOfRow = ({ name, value, unit, goal }: MeasuredRow, bound: 'most' | 'least'): Goal[] =>
  goal === undefined
    ? []
    : [
        goalOf(name, bound === 'most' ? { atMost: goal } : { atLeast: goal }, value, (each) =>
          withUnit(each, unit),
        ),
      ]

export const goalTable = (goals: Goal[]) =>
  table(
    ['goal', 'aim', 'measured', 'met'],
    goals.map(({ name, goal, measured, met }) => [name, goal, measured, met ? 'yes' : 'NO']),
  )

export const show = {
  percent,
  megabytes,
  milliseconds: (value: number) => `${value.toFixed(0)} ms`,
  times: (value: number) => `${value.toFixed(2)}x`,
}
