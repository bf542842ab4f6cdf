/** A preset: what participants who are added with it may do and see. Its name is unique in its app. */

import type { PresetBody } from './schemas.js'

export interface Preset extends PresetBody {
  pk: number
  appPk: number
  id: string
  /** How many participants were ever added with it, or moved to it. */
  uses: number
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Merge a patch into a value, objects at every depth; anything else of the patch replaces what is there. */
export function merge<Value>(value: Value, patch: unknown): Value {
  if (!isObject(value) || !isObject(patch)) return patch as Value
  const merged: Json = { ...value }
  for (const [name, part] of Object.entries(patch))
    if (part !== undefined) merged[name] = name in value ? merge(value[name], part) : part
  return merged as Value
}
