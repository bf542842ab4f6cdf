/** The settings by name: as an option, a flag and a variable. */

import type { TSchema } from '@sinclair/typebox'
import { type Config, ConfigSchema } from './schema.js'

export type Key = keyof Config
export const keys = Object.keys(ConfigSchema.properties) as Key[]
/** Find the schema of a setting. */
export const schemaOf = (key: Key) => ConfigSchema.properties[key] as TSchema
/** Name a setting's flag, such as `--go-live-after`. */
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
/** Name a setting's variable, such as `GREENROOM_GO_LIVE_AFTER`. */
export const variableOf = (key: string) =>
  `GREENROOM_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** Whether a setting is true or false, so that its flag takes no value. */
export const isSwitch = (key: Key) => schemaOf(key).type === 'boolean'
/** Whether a setting's flag may be repeated. */
export const isList = (key: Key) => schemaOf(key).type === 'array'
