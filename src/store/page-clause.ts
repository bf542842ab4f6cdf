/**
 * How the statement of every list ends: one page, by the `limit` and `offset` of a Page. SQLite looks into a LIMIT
 * that is a bound number when it plans, and so plans again for each call; it does not look into a cast.
 */
export const onePage = 'LIMIT CAST(:limit AS INTEGER) OFFSET :offset'
