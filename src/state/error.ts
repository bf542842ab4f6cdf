/** A state document cannot be used; the message names the place, such as `/livestreams/17/status must be …`. */
export class StateError extends Error {
  override name = 'StateError'
}
