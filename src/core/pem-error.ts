/** A file with a key or with certificates cannot be used; the message is for the person who named the file. */
export class PemError extends Error {
  override name = 'PemError'
  constructor(
    /** The setting that names the file. */
    readonly setting: 'webhookKey' | 'webhookCa' | 'tokenKey' | 'rtmpsCert' | 'rtmpsKey',
    readonly problem: string,
  ) {
    super(`${setting} ${problem}`)
  }
}
