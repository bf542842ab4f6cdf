/** Formats data for a terminal. */

type Row = Record<string, unknown>

const cell = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** Format rows as a table. @param columns the properties to show, in order */
export function formatTable(rows: readonly Row[], columns: readonly string[]): string {
  if (!rows.length) return 'none\n'
  const lines = [
    columns.map((name) => name.toUpperCase()),
    ...rows.map((row) => columns.map((name) => cell(row[name]))),
  ]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines
    .map(
      (line) =>
        `${line
          .map((text, i) => text.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Format an object, one property a line. */
export function formatFields(fields: Row): string {
  const width = Math.max(0, ...Object.keys(fields).map((name) => name.length))
  return Object.entries(fields)
    .map(([name, value]) => `${`${name.padEnd(width)}  ${cell(value)}`.trimEnd()}\n`)
    .join('')
}
