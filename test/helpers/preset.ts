/** A whole preset body, as a client would send it. */

import { defaultPresets } from '../../src/api/presets/default-presets.js'

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of it
type Body = any

/** @param changes values by path, such as `config.view_type`; undefined removes the property */
export function presetBody(changes: Record<string, unknown> = {}): Body {
  const body = { ...structuredClone(defaultPresets[0]), name: 'host' } as Body
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.')
    const last = names.pop() as string
    let parent = body
    for (const name of names) parent = parent[name]
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return body
}
