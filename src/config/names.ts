/** The settings by name: as an option, a flag and a variable. */

import type { TSchema } from '@sinclair/typebox'
import { type Config, ConfigSchema } from './schema.js'

export type Key = keyof Config
export const keys = Object.keys(ConfigSchema.properties) as Key[]
export const schemaOf = (key: Key) => ConfigSchema.properties[key] as TSchema
export const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
export const variableOf = (key: string) =>
  `GREENROOM_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

export const isSwitch = (key: Key) => schemaOf(key).type === 'boolean'
export const isList = (key: Key) => schemaOf(key).type === 'array'
