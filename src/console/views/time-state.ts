import { signal } from '@preact/signals'
import type { Scheduled } from '../../control/scheduled-schemas.js'

/** What the last advance of this page ran. */
export const lastAdvance = signal<{ now: string; ran: Scheduled[] } | undefined>(undefined)
