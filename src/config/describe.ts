/** Describes the settings: for `GET /_greenroom/info`, `--help`, and docs/settings.md. */

import { flagOf, isSwitch, keys, schemaOf, variableOf } from './names.js'
import type { Config } from './schema.js'

/** Show the settings as `GET /_greenroom/info` does: in snake case, without the tokens. */
export const shownSettings = ({ token: _secret, ...shown }: Config): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )

/** The description of one setting. */
interface SettingRow {
  /** Such as `--port`. */
  flag: string
  /** Such as `GREENROOM_PORT`. */
  variable: string
  /** The option of `createEmulator`, such as `port`. */
  option: string
  /** The value it takes, such as `PORT` or `any|off|strict`; empty for a flag that takes nothing. */
  takes: string
  /** The default; empty when there is none. */
  fallback: string
  description: string
}

/** Describe every setting, in the order of the schema. */
export const settingRows = (): SettingRow[] =>
  keys.map((key) => {
    const { enum: values, argument, default: fallback, description } = schemaOf(key)
    return {
      flag: flagOf(key),
      variable: variableOf(key),
      option: key,
      takes: isSwitch(key) ? '' : (values?.join('|') ?? argument),
      fallback: [fallback ?? []].flat().join(', '),
      description: description ?? '',
    }
  })

/** List all settings with their defaults, for --help. */
export const describeSettings = (): string =>
  settingRows()
    .map(({ flag, takes, description, fallback }) => {
      const shown = fallback === '' ? '' : ` [${fallback}]`
      return `  ${flag}${takes && ` ${takes}`}\n      ${description}${shown}`
    })
    .join('\n')
