/** Somebody's presence in a meeting session; one who comes back is present anew. */
export interface Participant {
  pk: number
  sessionPk: number
  id: string
  name: string | null
  /** Unix milliseconds. */
  joinedAt: number
  leftAt: number | null
}
