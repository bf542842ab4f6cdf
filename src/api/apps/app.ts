export interface App {
  pk: number
  accountId: string
  id: string
  /** The UUID that stands for the id where only a UUID is allowed; null when the id is a UUID. */
  uuid: string | null
  name: string
  /** Unix milliseconds. */
  createdAt: number
}

/** Which apps of an account a list has. */
export interface AppFilter {
  /** Part of the name or of the id. */
  search?: string | undefined
}
