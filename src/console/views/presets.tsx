/** Presets: what each of them permits, side by side. */

import type { Answers, PresetItem } from '../../control/lists/item-schemas.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Page } from '../parts/page.js'

const MAX_SHOWN = 12

/** Write the values of a nested object by their paths, such as `media.video.can_produce`. */
function flatten(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]]
  return Object.entries(value).flatMap(([name, item]) => flatten(item, path ? `${path}.${name}` : name))
}

function Value({ value }: { value: unknown }) {
  if (value === true || value === 'ALLOWED') return <span class="status status-on">✓ yes</span>
  if (value === false || value === 'NOT_ALLOWED') return <span class="status status-off">– no</span>
  if (value === undefined) return <small>not set</small>
  return <>{typeof value === 'string' ? value : JSON.stringify(value)}</>
}

function Matrix({ presets }: { presets: readonly PresetItem[] }) {
  const values = presets.map(
    ({ config, permissions }) =>
      new Map([
        ...flatten({ view_type: config.view_type, max_screenshare_count: config.max_screenshare_count }),
        ...flatten(config.media, 'media'),
        ...flatten(permissions),
      ]),
  )
  const names = [...new Set(values.flatMap((each) => [...each.keys()]))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div class="table-frame" tabIndex={0} role="region" aria-label="Presets">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {presets.map(({ account_id: account, app_id: app, id, name }) => (
              <th key={`${account} ${app} ${id}`} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              {values.map((each, i) => (
                <td key={presets[i]?.id}>
                  <Value value={each.get(name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Presets() {
  const { account_id: account, app_id: app } = scope.value
  const isChosen = account !== undefined && app !== undefined
  const { data, error } = useData<Answers['presets']>(isChosen ? '/presets' : undefined, {
    query: { ...scope.value, per_page: MAX_SHOWN },
    on: ['state'],
  })
  return (
    <Page title="Presets" error={error}>
      {!isChosen && (
        <div class="empty">
          <p>Presets belong to an app. Choose an account and an app above.</p>
        </div>
      )}
      {data && data.presets.length === 0 && (
        <div class="empty">
          <p>This app has no preset. Start Greenroom with --default-presets on, or create one by the API.</p>
        </div>
      )}
      {data && data.presets.length > 0 && <Matrix presets={data.presets} />}
      {data && data.total_count > MAX_SHOWN && (
        <p>
          The newest {MAX_SHOWN} of {data.total_count}.
        </p>
      )}
    </Page>
  )
}
