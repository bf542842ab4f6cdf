/** Filters of a table; each is kept in the address. */

import { place, setQuery } from '../core/router.js'

/** Searches in what the table lists. */
export function Search({ what, placeholder }: { what: string; placeholder: string }) {
  return (
    <input
      type="search"
      data-search
      aria-label={`Search ${what}`}
      placeholder={placeholder}
      value={place.value.query.q ?? ''}
      onInput={({ currentTarget }) =>
        setQuery({ q: currentTarget.value, page: undefined }, { replace: true })
      }
    />
  )
}

/** Chooses a value, or all. @param props.name the name in the address, such as `status` */
export function Choice(props: { label: string; name: string; values: readonly string[] }) {
  const { label, name, values } = props
  return (
    <label>
      {label}
      <select
        value={place.value.query[name] ?? ''}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value, page: undefined })}
      >
        <option value="">All</option>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  )
}
