/** The back ends of the demo: they call the emulated API with requests, as those of customers do. */

import type { InjectOptions } from 'fastify'
import { basePath } from '../core/paths.js'

/** A call was not answered with success; the message is for the log. */
export class RefusedError extends Error {
  override name = 'RefusedError'
}

/** How long a back end waits for an answer, in real milliseconds: a fault rule may leave it without one. */
const TIMEOUT_MS = 5000

export interface BackEndDeps {
  inject(request: InjectOptions): Promise<{ statusCode: number; body: string }>
  /** Call back after real milliseconds. @returns the cancellation */
  wait(milliseconds: number, ring: () => void): () => void
  accountId: string
  /** Sent with each request. */
  headers: Record<string, string>
}

/** Create the calls. */
export function createBackEnd({ inject, wait, accountId, headers }: BackEndDeps) {
  const root = `${basePath}/accounts/${accountId}/realtime/kit`

  return {
    /**
     * Call an operation of the emulated API.
     * @param call.as the User-Agent of the back end
     * @param call.path below the account
     * @returns the `data` of the answer
     * @throws RefusedError
     */
    async call<Data>(call: {
      as: string
      method: 'GET' | 'POST' | 'PUT'
      path: string
      body?: object
    }): Promise<Data> {
      const { as, method, path, body } = call
      const request = inject({
        method,
        url: `${root}${path}`,
        headers: { ...headers, 'user-agent': as },
        ...(body && { payload: body }),
      })
      const answer = await new Promise<Awaited<typeof request>>((resolve, reject) => {
        const cancel = wait(TIMEOUT_MS, () => reject(new RefusedError(`${method} ${path}: no answer`)))
        request.then(resolve, reject).finally(cancel)
      }).catch((error: unknown) => {
        throw error instanceof RefusedError
          ? error
          : new RefusedError(`${method} ${path}: ${(error as Error).message}`, { cause: error })
      })
      if (answer.statusCode >= 400) throw new RefusedError(`${method} ${path}: ${answer.statusCode}`)
      try {
        return (JSON.parse(answer.body) as { data: Data }).data
      } catch (error) {
        throw new RefusedError(`${method} ${path}: the answer is not JSON`, { cause: error })
      }
    },
  }
}

export type BackEnd = ReturnType<typeof createBackEnd>
