/** Pages, as decided in the README: 1 and 20 unless told, at most 1000 a page, offsets count from 1. */

import { Type } from '@sinclair/typebox'

export const defaultPerPage = 20
export const mostPerPage = 1000

/** Beyond this no page exists, and offsets stay exact. */
const mostPages = 1_000_000_000

const page = (minimum: number) => ({
  page_no: Type.Optional(
    Type.Integer({ minimum, maximum: mostPages, description: 'The page to give, counted from 1.' }),
  ),
  per_page: Type.Optional(Type.Integer({ minimum, maximum: mostPerPage, description: 'Results per page.' })),
})

/** 0 is as good as nothing here. */
export const pageQuery = page(0)
/** Apps publish a minimum of 1. */
export const appPageQuery = page(1)

export interface Page {
  limit: number
  offset: number
}

export const toPage = (query: { page_no?: number; per_page?: number }): Page => {
  const limit = query.per_page || defaultPerPage
  return { limit, offset: ((query.page_no || 1) - 1) * limit }
}

/** One page of a list. */
export interface Paged<Item> {
  items: Item[]
  page: Page
  /** Exact, over all pages. */
  total: number
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
