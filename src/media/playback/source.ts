/** What a livestream session shows: a test card, or what an encoder sends. */

/** The time during which a livestream session was LIVE. Unix milliseconds. */
export interface Showing {
  /** The livestream session. */
  id: string
  startedAt: number
  /** Null while it is live. */
  stoppedAt: number | null
}

export interface Source {
  /** The name of its media playlist, and the form of the names of its segments. */
  playlist: string
  segmentForm: RegExp
  multivariant(): string
  media(): string
  /** Find a segment; undefined when there is none with that number, or not yet. */
  segment(index: number): { content: Buffer; etag: string; duration: number } | undefined
}
