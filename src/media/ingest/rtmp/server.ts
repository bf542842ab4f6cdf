/** Listens for encoders, by RTMP and RTMPS. A hostile one costs its own socket, and nothing else. */

import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Logger } from 'pino'
import type { Clock } from '../../../core/clock.js'
import type { AcceptPush } from '../push.js'
import { createConnection, type Phase } from './connection.js'

/** How many encoders may be connected. */
const MAX_CONNECTIONS = 1000
/** Unread bytes of our few answers after which an encoder is given up. */
const MAX_UNREAD_BYTES = 2 ** 20
/** How long a connection may be silent, in real milliseconds, by what it waits for. */
const MAX_SILENCE_MS: Record<Phase, number> = { handshake: 10_000, publish: 10_000, media: 30_000 }
/** How often silence is looked for, in real milliseconds. */
const LOOK_MS = 1000

export interface RtmpServer {
  /** The port that is listened on. */
  readonly port: number
  /** End all connections and release the port. */
  close(): Promise<void>
}

/**
 * Listen for encoders. Neither the server nor its connections keep the process alive.
 * @param options.tls the certificate and its key, as PEM, for RTMPS
 * @throws the error of `listen`, such as EADDRINUSE
 */
export async function createRtmpServer(options: {
  accept: AcceptPush
  clock: Pick<Clock, 'wait' | 'elapsed'>
  log: Logger
  host: string
  port: number
  tls?: { cert: string; key: string } | undefined
}): Promise<RtmpServer> {
  const { accept, clock, log, host, port, tls } = options
  const lookers = new Map<Socket, () => void>()

  const serve = (socket: Socket) => {
    socket.unref()
    if (lookers.size >= MAX_CONNECTIONS) return void socket.destroy()
    socket.setNoDelay(true)
    const peer = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
    let heard = clock.elapsed()
    const protocol = createConnection({
      accept,
      wire: {
        peer,
        write(bytes) {
          socket.write(bytes)
          if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy()
        },
        end(reason) {
          log.debug({ encoder: peer }, `ingest: the connection ends: ${reason}`)
          // What was written is still sent; an encoder that does not read it is not waited for.
          socket.end()
          clock.wait(LOOK_MS, () => socket.destroy())
        },
      },
    })
    lookers.set(socket, () => {
      const silence = clock.elapsed() - heard
      if (silence < MAX_SILENCE_MS[protocol.phase]) return
      protocol.lost(`nothing came for ${Math.round(silence / 1000)} s`)
      socket.destroy()
    })
    socket.on('data', (bytes: Buffer) => {
      heard = clock.elapsed()
      try {
        protocol.receive(bytes)
      } catch (error) {
        log.error({ err: error, encoder: peer }, 'ingest: a message could not be taken')
      }
    })
    socket.on('error', (error) => log.debug({ encoder: peer }, `ingest: ${error.message}`))
    socket.on('close', () => {
      lookers.delete(socket)
      try {
        protocol.lost('the connection was closed')
      } catch (error) {
        log.error({ err: error, encoder: peer }, 'ingest: the end of a push could not be stored')
      }
    })
  }

  const server: Server = tls
    ? createTlsServer({ ...tls, handshakeTimeout: MAX_SILENCE_MS.handshake }, serve)
    : createServer(serve)
  // Before the encryption stands there is nothing to serve, but there may be something to close.
  const raw = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    socket.unref()
    raw.add(socket)
    socket.once('close', () => raw.delete(socket))
  })
  server.on('tlsClientError', (error: Error) => log.debug(`ingest: ${error.message}`))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', (error) => log.error({ err: error }, 'ingest: the server failed'))
  server.unref()

  let cancel = () => {}
  const look = () => {
    for (const check of [...lookers.values()]) check()
    cancel = clock.wait(LOOK_MS, look)
  }
  look()

  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close() {
      cancel()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of [...lookers.keys(), ...raw]) socket.destroy()
      return closed
    },
  }
}
