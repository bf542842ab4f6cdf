/** Validates settings and fills in their defaults. */

import { didYouMean } from '../core/nearest.js'
import { describeError, jsonAjv } from '../http/validation.js'
import { ConfigError } from './error.js'
import { type Key, keys, schemaOf } from './names.js'
import { type Config, ConfigSchema } from './schema.js'

/** Find what is missing for RTMPS, or is there without it. */
function encryptionProblems({ rtmpsPort, ...config }: Config, nameOf: (key: string) => string): string[] {
  const files = ['rtmpsCert', 'rtmpsKey'] as const
  if (rtmpsPort === 'off')
    return files
      .filter((key) => config[key] !== undefined)
      .map((key) => `${nameOf(key)} has an effect only with ${nameOf('rtmpsPort')}`)
  return files
    .filter((key) => config[key] === undefined)
    .map((key) => `${nameOf('rtmpsPort')} ${rtmpsPort} needs ${nameOf(key)}`)
}

/**
 * Check settings and fill in the defaults of those that are missing.
 * @param nameOf names a setting in messages: as a flag, a variable or an option
 * @throws ConfigError with every problem
 */
export function validate(values: Record<string, unknown>, nameOf: (key: string) => string): Config {
  const config = { ...values }
  // URLs write IPv6 addresses in brackets.
  if (typeof config.host === 'string') config.host = config.host.replace(/^\[(.*)\]$/, '$1')
  for (const key of keys) config[key] ??= structuredClone(schemaOf(key).default)
  const validator = jsonAjv.compile(ConfigSchema)
  const problems: string[] = []
  if (!validator(config))
    for (const error of validator.errors ?? []) {
      const [, key = ''] = error.instancePath.split('/')
      const got = key ? ` (got ${JSON.stringify(config[key])})` : ''
      problems.push(describeError(error, 'options').replace(/^"[^"]*"/, nameOf(key)) + got)
    }
  if (!problems.length && config.auth === 'strict' && !(config.token as string[]).length)
    problems.push(`${nameOf('auth')} strict needs at least one ${nameOf('token')}`)
  if (!problems.length && config.auth !== 'strict' && (config.token as string[]).length)
    problems.push(`${nameOf('token')} has an effect only with ${nameOf('auth')} strict`)
  if (!problems.length) problems.push(...encryptionProblems(config as Config, nameOf))
  if (problems.length) throw new ConfigError(problems)
  return config as Config
}

/**
 * Complete the options of `createEmulator` with defaults; an undefined option has its default too.
 * @throws ConfigError with every problem
 */
export function resolveOptions(options: Record<string, unknown>): Config {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const unknown = Object.keys(given).filter((key) => !keys.includes(key as Key))
  if (unknown.length)
    throw new ConfigError(unknown.map((key) => `${key} is not an option${didYouMean(key, keys)}`))
  return validate(given, (key) => key)
}
