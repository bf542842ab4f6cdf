/** Tables whose rows are links, and the pages of a long one. */

import type { ComponentChildren } from 'preact'
import { numberOf } from '../core/format.js'
import { setQuery } from '../core/router.js'

export interface Column<Row> {
  title: string
  cell: (row: Row) => ComponentChildren
  /** Left out where the screen is narrow. */
  isExtra?: boolean
  isNumber?: boolean
}

/** A table. The first cell of a row holds its link, which j, k and Enter reach. */
export function Table<Row>(props: {
  /** What the rows are, for people who cannot see the heading. */
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  /** What to do when there is no row. */
  empty: ComponentChildren
  isStale?: boolean
}) {
  const { label, rows, columns, keyOf, empty, isStale = false } = props
  if (!rows.length) return <div class="empty">{empty}</div>
  const classOf = ({ isExtra, isNumber }: Column<Row>) =>
    `${isExtra ? 'extra' : ''} ${isNumber ? 'number' : ''}`
  return (
    <div class={`table-frame${isStale ? ' stale' : ''}`}>
      <table aria-label={label} aria-busy={isStale}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" class={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-row>
              {columns.map((column) => (
                <td key={column.title} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Links to the other pages; the page number is in the address. */
export function Pages({ page, perPage, total }: { page: number; perPage: number; total: number }) {
  const last = Math.max(1, Math.ceil(total / perPage))
  if (last === 1) return null
  const to = (number: number) => () => setQuery({ page: number === 1 ? undefined : String(number) })
  return (
    <nav class="pages" aria-label="Pages">
      <button type="button" disabled={page <= 1} onClick={to(1)}>
        First
      </button>
      <button type="button" disabled={page <= 1} onClick={to(page - 1)}>
        Previous
      </button>
      <span>
        Page {numberOf(page)} of {numberOf(last)} · {numberOf(total)} in all
      </span>
      <button type="button" disabled={page >= last} onClick={to(page + 1)}>
        Next
      </button>
      <button type="button" disabled={page >= last} onClick={to(last)}>
        Last
      </button>
    </nav>
  )
}
