/** Why a configuration is refused. */

/** The configuration is refused. The message lists every problem, one a line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
  }
}
