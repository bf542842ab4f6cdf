export interface App {
  pk: number
  accountId: string
  id: string
  /** What stands for the id where only a UUID may; null when the id is one. */
  uuid: string | null
  name: string
  /** Unix milliseconds. */
  createdAt: number
}
