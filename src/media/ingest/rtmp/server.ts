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
/** How long the handshake may take, and after it what leads to a push, in real milliseconds. */
const MAX_PREPARATION_MS = 10_000
/** How long an encoder that pushes may be silent, in real milliseconds. */
const MAX_SILENCE_MS = 30_000
/** How long a connection that has ended may take to read what was still sent, in real milliseconds. */
const LINGER_MS = 1000

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
  /** How to end each connection. */
  const ends = new Map<Socket, (reason: string) => void>()

  const serve = (socket: Socket) => {
    socket.unref()
    socket.setNoDelay(true)
    const { remoteAddress = 'unknown', remotePort = 0 } = socket
    const peer = `${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`
    let cancel = () => {}
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
          cancel()
          socket.end()
          cancel = clock.wait(LINGER_MS, () => socket.destroy())
        },
      },
    })

    const end = (reason: string) => {
      try {
        protocol.lost(reason)
      } catch (error) {
        log.error({ err: error, encoder: peer }, 'ingest: the end of a push could not be stored')
      }
    }
    ends.set(socket, end)

    let phase: Phase = protocol.phase
    let began = clock.elapsed()
    let heard = began
    const watch = () => {
      cancel()
      const isPushing = phase === 'media'
      // A peer that sends a byte now and then is no encoder: only a push is measured by its last byte.
      const deadline = isPushing ? heard + MAX_SILENCE_MS : began + MAX_PREPARATION_MS
      const left = deadline - clock.elapsed()
      if (left > 0) cancel = clock.wait(left, watch)
      else
        end(
          isPushing
            ? `nothing came for ${MAX_SILENCE_MS / 1000} s`
            : `no push began within ${MAX_PREPARATION_MS / 1000} s`,
        )
    }
    watch()

    socket.on('data', (bytes: Buffer) => {
      // What is answered to the messages of one piece is sent together.
      socket.cork()
      try {
        protocol.receive(bytes)
      } catch (error) {
        log.error({ err: error, encoder: peer }, 'ingest: a message could not be taken')
      }
      socket.uncork()
      heard = clock.elapsed()
      if (protocol.phase === phase || !ends.has(socket) || socket.writableEnded) return
      phase = protocol.phase
      began = heard
      watch()
    })
    socket.on('error', (error) => log.debug({ encoder: peer }, `ingest: ${error.message}`))
    socket.on('close', () => {
      end('the connection was closed')
      ends.delete(socket)
      cancel()
    })
  }

  const server: Server = tls
    ? createTlsServer({ ...tls, handshakeTimeout: MAX_PREPARATION_MS }, serve)
    : createServer(serve)
  // Before the encryption stands there is nothing to serve, but there may be something to close.
  const raw = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    socket.unref()
    raw.add(socket)
    socket.once('close', () => raw.delete(socket))
  })
  server.on('tlsClientError', (error: Error) => log.debug(`ingest: ${error.message}`))
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', (error) => log.error({ err: error }, 'ingest: the server failed'))
  server.unref()

  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const end of ends.values()) end('Greenroom stops')
      for (const socket of [...ends.keys(), ...raw]) socket.destroy()
      return closed
    },
  }
}
