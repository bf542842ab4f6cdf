/** What the bench uses of autocannon, which ships no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'

  namespace autocannon {
    interface Request {
      method: string
      path: string
      headers?: Record<string, string>
      body?: string
    }
    interface Client {
      setRequests(requests: Request[]): void
    }
    interface Result {
      /** Seconds. */
      duration: number
      errors: number
      non2xx: number
    }
    interface Options {
      url: string
      connections: number
      /** Seconds. */
      duration: number
      /** Requests a second. */
      overallRate?: number
      setupClient(client: Client): void
    }
  }

  function autocannon(options: autocannon.Options): EventEmitter & PromiseLike<autocannon.Result>
  export = autocannon
}
