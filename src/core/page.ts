/** A page of a list: its size, its position, and its items. */

/** Results on a page when `per_page` is left out or 0. ASSUMED: published for apps only. */
const DEFAULT_PER_PAGE = 20
/** The largest `per_page`. ASSUMED: no limit is published. */
export const MAX_PER_PAGE = 1000

export interface Page {
  limit: number
  offset: number
}

/** One page of a list, and how many items the whole list has. */
export interface Paged<Item> {
  items: Item[]
  page: Page
  /** Exact, over all pages. */
  total: number
}

/** Read `page_no` and `per_page`, which count from 1; 0 and undefined mean the default. */
export const toPage = (query: { page_no?: number; per_page?: number }): Page => {
  const limit = query.per_page || DEFAULT_PER_PAGE
  return { limit, offset: ((query.page_no || 1) - 1) * limit }
}

/** Make a page of a list. A page that is not full is the last, which says how many there are without a count. */
export const pageOf = <Item>(items: Item[], page: Page, count: () => number): Paged<Item> => {
  const isLast = items.length < page.limit && (items.length > 0 || page.offset === 0)
  return { items, page, total: isLast ? page.offset + items.length : count() }
}
