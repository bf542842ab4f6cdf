/** The database cannot be used; the message is for the person who named it. */
export class StoreError extends Error {
  override name = 'StoreError'
}
