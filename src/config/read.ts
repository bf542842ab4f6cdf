/** Reads the configuration of the process. Flags win over the environment, which wins over defaults. */

import { parseArgs } from 'node:util'
import { didYouMean } from '../core/nearest.js'
import { readEnvironment } from './environment.js'
import { ConfigError } from './error.js'
import { flagOf, isList, isSwitch, type Key, keys, schemaOf, variableOf } from './names.js'
import { validate } from './resolve.js'
import type { Config } from './schema.js'

/** Read text as the setting's type; text of another form is returned as it is, for the validation to refuse. */
function readText(key: Key, text: string): unknown {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(text) ? Number(text) : text
  const { type } = schemaOf(key)
  switch (Array.isArray(type) ? type[0] : type) {
    case 'integer':
    case 'number':
      return number
    case 'boolean':
      return ({ true: true, '1': true, false: false, '0': false } as Record<string, boolean>)[text] ?? text
    case 'array':
      return text.split(',').map((item) => item.trim())
    default:
      return text
  }
}

/**
 * Read the configuration of the process.
 * @param args the arguments after the program's name
 * @param options.onIgnored is called with a line for each variable GREENROOM_… that sets nothing
 * @param options.defaults used instead of the usual ones
 * @throws ConfigError with every problem
 */
export function readConfig(
  args: string[],
  env: Record<string, string | undefined>,
  options: { onIgnored?: (line: string) => void; defaults?: Partial<Config> } = {},
): Config {
  const { onIgnored = () => {}, defaults } = options
  const values: Record<string, unknown> = { ...defaults }
  const sources: Record<string, string> = {}
  const problems: string[] = []

  const { settings, ignored } = readEnvironment(env)
  ignored.forEach(onIgnored)
  for (const [key, text] of settings) {
    values[key] = readText(key, text)
    sources[key] = variableOf(key)
  }

  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      keys.map((key) => [flagOf(key).slice(2), { type: isSwitch(key) ? 'boolean' : 'string' }]),
    ),
  })
  const byFlag = new Map(keys.map((key) => [flagOf(key), key]))
  const lists: Record<string, string[]> = {}
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value} is not a flag or a command`)
    if (token.kind !== 'option') continue
    const key = byFlag.get(token.rawName)
    if (!key)
      problems.push(
        `${token.rawName} is not a flag${didYouMean(token.rawName, [...byFlag.keys()]) || '; see --help'}`,
      )
    else if (isSwitch(key)) values[key] = readText(key, token.value ?? 'true')
    else if (token.value === undefined) problems.push(`${token.rawName} needs a value`)
    else if (isList(key)) {
      lists[key] ??= []
      lists[key].push(token.value)
    } else values[key] = readText(key, token.value)
    if (key) sources[key] = token.rawName
  }
  Object.assign(values, lists)

  try {
    const config = validate(values, (key) => sources[key] ?? flagOf(key))
    if (!problems.length) return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
  }
  throw new ConfigError(problems)
}
