/** Tells what happens to pushes: in the log, and to those who listen. */

import type { Logger } from 'pino'
import type { Livestream } from '../../api/livestreams/livestream.js'
import type { Clocks } from '../../core/clocks.js'
import { createSignal } from '../../core/signal.js'

/**
 * - `connected`: an encoder was accepted
 * - `live`: its first picture, or its first sound without pictures, came
 * - `refused`: it was not accepted
 * - `left`: it ended its push, or its connection was lost
 * - `failed`: what it sent could not be taken
 */
type IngestEventName = 'connected' | 'live' | 'refused' | 'left' | 'failed'

export interface IngestEvent {
  event: IngestEventName
  /** Unix milliseconds, on the clock of the account, or on the shared one. */
  at: number
  /** The address of the encoder. */
  encoder: string
  /** Undefined when the stream key is unknown. */
  livestream: Livestream | undefined
  reason: string | null
}

const phrases: Record<IngestEventName, string> = {
  connected: 'connected',
  live: 'feeds it',
  refused: 'was refused',
  left: 'left',
  failed: 'failed',
}

/** Create the teller of what happens to pushes. */
export function createIngestEvents({ clock, log }: { clock: Pick<Clocks, 'of'>; log: Logger }) {
  const events = createSignal<IngestEvent>()
  return {
    events,
    tell(
      event: IngestEventName,
      {
        encoder,
        livestream,
        reason = null,
      }: { encoder: string; livestream?: Livestream | undefined; reason?: string | null },
    ) {
      const level = event === 'refused' || event === 'failed' ? 'warn' : 'info'
      const named = livestream ? ` of livestream ${livestream.id}` : ''
      log[level](
        { encoder, ...(livestream && { account: livestream.accountId, livestream: livestream.id }) },
        `ingest: the encoder${named} ${phrases[event]}${reason === null ? '' : `: ${reason}`}`,
      )
      const at = clock.of(livestream?.accountId).now()
      events.emit({ event, at, encoder, livestream, reason })
    },
  }
}
