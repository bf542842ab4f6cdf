/** Fixtures seen from one account. */

import type { LoadedFixture } from './fixture-check.js'
import type { Fixture } from './fixture-schema.js'

type Item = { account_id?: string | undefined }
const lists = ['apps', 'meetings', 'sessions', 'livestreams', 'webhooks'] as const satisfies (keyof Fixture)[]

const accountsOf = (fixture: Fixture) =>
  new Set(
    lists
      .flatMap((list): Item[] => fixture[list] ?? [])
      .map((item) => item.account_id ?? fixture.account_id)
      .filter((accountId) => accountId !== undefined),
  )

/** The lists with other items, `undefined` where there was no list. */
function withItems(fixture: Fixture, change: <T extends Item>(items: T[]) => T[]): Fixture {
  const changed = lists.flatMap((list) => {
    const items: Item[] | undefined = fixture[list]
    return items ? [[list, change(items)]] : []
  })
  return { ...fixture, ...Object.fromEntries(changed) }
}

/** What a fixture says of one account. */
export const onlyOf = ({ label, fixture }: LoadedFixture, accountId: string): LoadedFixture => ({
  label,
  fixture: withItems(fixture, (items) =>
    items.filter((item) => (item.account_id ?? fixture.account_id) === accountId),
  ),
})

/**
 * A fixture as if it had been written for this account: what it says of the account, if it does; else all of it,
 * if it is of one account. Undefined when it is of several others.
 */
export function rewrittenFor(loaded: LoadedFixture, accountId: string): LoadedFixture | undefined {
  const accounts = accountsOf(loaded.fixture)
  if (accounts.has(accountId)) return onlyOf(loaded, accountId)
  if (accounts.size > 1) return undefined
  const items = withItems(loaded.fixture, (items) =>
    items.map(({ account_id: _, ...item }) => item as (typeof items)[number]),
  )
  return { label: loaded.label, fixture: { ...items, account_id: accountId } }
}
