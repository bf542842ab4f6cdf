/** How pages look on the wire: the query that asks for one, and the `paging` of the answer. */

import { Type } from '@sinclair/typebox'
import { MAX_PER_PAGE, type Paged } from '../core/page.js'

/** Beyond this no page exists, and offsets stay exact. */
const MAX_PAGES = 1_000_000_000

const page = (minimum: number) => ({
  page_no: Type.Optional(
    Type.Integer({ minimum, maximum: MAX_PAGES, description: 'The page to give, counted from 1.' }),
  ),
  per_page: Type.Optional(Type.Integer({ minimum, maximum: MAX_PER_PAGE, description: 'Results per page.' })),
})

/** 0 means the default. */
export const pageQuery = page(0)
/** Apps publish a minimum of 1. */
export const appPageQuery = page(1)

/**
 * Make the page numbers of a query ready for validation. `?page_no=` is as if it were not there, as published
 * (`allowEmptyValue`); forms of numbers that Ajv would coerce, such as `1e3` or ` 5`, are no page.
 */
export function readPageNumbers(query: Record<string, unknown>) {
  for (const name of ['page_no', 'per_page']) {
    const text = query[name]
    if (text === '') delete query[name]
    else if (typeof text === 'string' && !/^[+-]?\d+(\.\d+)?$/.test(text)) query[name] = Number.NaN
  }
}

export const PagingSchema = Type.Object({
  total_count: Type.Integer({ minimum: 0 }),
  start_offset: Type.Integer({ minimum: 0 }),
  end_offset: Type.Integer({ minimum: 0 }),
})

/** Offsets count from 1 and include both ends; an empty page has 0 and 0. */
export const toPaging = ({ items, page, total }: Paged<unknown>) => ({
  total_count: total,
  start_offset: items.length ? page.offset + 1 : 0,
  end_offset: items.length ? page.offset + items.length : 0,
})
