/** Greenroom could not be reached, did not answer as Greenroom does, or lacks an operation. The message names the URL. */
export class ConnectionError extends Error {
  override name = 'ConnectionError'
  constructor(
    message: string,
    /** The origin. */
    readonly url: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
