/** The two wires, and how values look on them. */

import { parseIso, toIso } from '../core/iso-time.js'
import type { Links } from '../core/public-url.js'

/** `documented` is what the published schemas say; `recorded` is what a running server was seen to answer. */
export const wires = ['documented', 'recorded'] as const
export type Wire = (typeof wires)[number]

/** The header that selects the wire of one request. */
export const wireHeader = 'x-greenroom-wire'

/** What a rendering needs besides the result. */
export interface View {
  /** Unix milliseconds: values that accrue are given as of now. */
  now: number
  links: Links
}

/** Leave out a property that has no value, as the documented wire does. */
export const orAbsent = <T>(value: T | null): T | undefined => value ?? undefined

/** Read an ISO time of a query whose schema has made sure of its form. @returns Unix milliseconds */
export const instantOf = (iso: string | undefined) => (iso === undefined ? undefined : parseIso(iso))

/** @param instant Unix milliseconds */
export const isoOrNull = (instant: number | null) => (instant === null ? null : toIso(instant))
/** @param instant Unix milliseconds */
export const isoOrAbsent = (instant: number | null) => (instant === null ? undefined : toIso(instant))
