/** Why a configuration is refused. */

/** What is wrong with the configuration: every problem, a line each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
  }
}
