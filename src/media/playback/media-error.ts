/** A refusal of pictures or sound that cannot be shown. */
export class MediaError extends Error {
  override name = 'MediaError'
  /** @param problem follows the name of what is refused, such as `is fragmented` */
  constructor(readonly problem: string) {
    super(`It ${problem}`)
  }
}
