import Cloudflare from 'cloudflare'
import type { Checks } from './checks.js'

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const streamKey = /^[0-9a-f]{32}k[0-9a-f]{32}$/
export const playbackURL = /^https?:\/\/.+\/[0-9a-f]{32}\/manifest\/video\.m3u8$/
export const ingestServer = /^rtmps?:\/\/.+\/live\/$/

/** The ISO time so many seconds after another. */
export const at = (time: string, seconds: number) => new Date(Date.parse(time) + seconds * 1000).toISOString()

export const paging = (total_count: number, start_offset: number, end_offset: number) => ({
  total_count,
  start_offset,
  end_offset,
})
export type Paging = ReturnType<typeof paging>

/** Without retries: the SDK repeats a 409 by itself. */
export const createClient = (
  baseURL: string,
  credentials: { apiToken?: string; apiEmail?: string; apiKey?: string },
) => new Cloudflare({ baseURL, apiToken: null, apiEmail: null, apiKey: null, maxRetries: 0, ...credentials })

export function createContext(options: { baseURL: string; greenroomURL: string; checks: Checks }) {
  const { baseURL, greenroomURL, checks } = options

  const control = async (path: string, body: object) => {
    const response = await fetch(new URL(`/_greenroom/${path}`, greenroomURL), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST /_greenroom/${path}: ${response.status} ${await response.text()}`)
  }

  return {
    account_id: 'sdk-typescript',
    baseURL,
    client: createClient(baseURL, { apiToken: 'any-token' }),
    /** For the operation whose published answer no proxy can check: its schema is not valid. */
    uncheckedClient: createClient(`${greenroomURL}/client/v4`, { apiToken: 'any-token' }),
    checks,
    control,
    advance: (seconds: number) => control('clock/advance', { seconds }),
  }
}

export type Context = ReturnType<typeof createContext>
