/** Connects to an emulator that runs elsewhere: what createEmulator gives, by HTTP. */

import { uniqueUuid } from '../../core/ids.js'
import { basePath } from '../../core/paths.js'
import { createAccountFacade } from '../in-process/account.js'
import { createFacade, createFacadeRoutes, type Transport } from '../in-process/facade.js'
import type { ControlFacade } from '../in-process/types.js'
import type { Control } from '../service.js'
import { ConnectionError } from './error.js'
import { readEvents } from './event-reader.js'
import { type AnyRoute, createHttpClient } from './http.js'
import type { Connection, ConnectOptions, Remote, RemoteAccount } from './types.js'

/** Read the URL of an emulator. @throws ConnectionError */
function readOrigin(url: string): string {
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isHttp)
    throw new ConnectionError(
      `The URL to connect to must be such as http://127.0.0.1:4010 (got ${JSON.stringify(url)})`,
      String(url),
    )
  return new URL(url).origin
}

/**
 * Connect to an emulator, and wait until it has answered.
 * @param url its origin, or any URL of it such as the base URL
 * @throws ConnectionError when no Greenroom answers there
 */
export async function connect(url: string, { headers = {} }: ConnectOptions = {}): Promise<Connection> {
  const origin = readOrigin(url)
  const closing = new AbortController()
  const { signal } = closing
  // Without services: the operations are described here, and run elsewhere.
  const routes = createFacadeRoutes({} as Control)
  const client = createHttpClient({ origin, headers, signal })
  const unnamed = new Map<string, { account_id?: string }>()
  let closed: Promise<void> | undefined

  const closedError = () =>
    new ConnectionError(`This connection to ${origin} is closed: make another one with connect()`, origin)
  const send = async (route: AnyRoute, input: object, pick?: (result: unknown) => unknown) => {
    if (closed) throw closedError()
    const result = await client.call(route, input)
    return pick ? pick(result) : result
  }
  const remote = {
    send,
    attempt: async (work: () => unknown) => work(),
    async subscribe(
      listener: Parameters<Transport['subscribe']>[0],
      { account_id, type }: Parameters<Transport['subscribe']>[1],
    ) {
      if (closed) throw closedError()
      const stopping = new AbortController()
      const query = {
        ...(account_id !== undefined && { account_id }),
        ...(type !== undefined && { type: [type].flat().join(',') }),
      }
      await readEvents({
        open: (after, stop) => client.openEvents(query, { after, signal: stop }),
        listener,
        signal: AbortSignal.any([signal, stopping.signal]),
      })
      return () => stopping.abort()
    },
    async takeUnnamed(of: { account_id?: string } = {}) {
      const name = `connection-${uniqueUuid()}`
      await send(routes.snapshots.take, { params: { name }, body: of })
      unnamed.set(name, of)
      return {
        restore: async () => {
          await send(routes.snapshots.restore, { params: { name }, body: of })
        },
      }
    },
  }
  // Every method gives what its transport gives: here, promises.
  const transport = remote as unknown as Transport
  const shut = async () => {
    await Promise.allSettled(
      [...unnamed].map(([name, query]) => client.call(routes.snapshots.remove, { params: { name }, query })),
    )
    closing.abort(closedError())
  }
  const close = () => {
    closed ??= shut()
    return closed
  }

  const facade = createFacade(routes, transport) as unknown as Remote<ControlFacade>
  await facade.info()
  return {
    url: origin,
    baseUrl: `${origin}${basePath}`,
    ...facade,
    account: (id) => createAccountFacade(routes, transport, id) as unknown as RemoteAccount,
    close,
    [Symbol.asyncDispose]: close,
  }
}
