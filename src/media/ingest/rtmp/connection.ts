/** One encoder's connection: the handshake, its commands, and the push. Knows neither sockets nor livestreams. */

import { type AcceptPush, PushError, type PushSink } from '../push.js'
import { type AmfValue, readAmf } from './amf0.js'
import { createChunkReader, type Message, messageTypes, splitAggregate, writeChunks } from './chunks.js'
import {
  acknowledgement,
  CHUNK_SIZE,
  connected,
  connectRejected,
  onStatus,
  pingResponse,
  result,
  streamBegin,
  WINDOW_BYTES,
  windowMessages,
} from './commands.js'
import { createHandshake } from './handshake.js'
import { ProtocolError } from './protocol-error.js'

/** The chunk stream of what Greenroom says: one for the connection, one for the commands. */
const CONTROL = 2
const COMMAND = 3
const MAX_STREAMS = 16
const MAX_NAME_LENGTH = 1024

/** What the connection needs of its socket. */
export interface Wire {
  readonly peer: string
  write(bytes: Buffer): void
  /** End the connection after what was written. @param reason for the log */
  end(reason: string): void
}

/** How far the connection is: what it waits for. */
export type Phase = 'handshake' | 'publish' | 'media'

/** Create the protocol of a connection. */
export function createConnection({ wire, accept }: { wire: Wire; accept: AcceptPush }) {
  const handshake = createHandshake()
  const reader = createChunkReader()
  let phase: Phase = 'handshake'
  let app: string | undefined
  let streams = 0
  let publishing: { stream: number; sink: PushSink } | undefined
  let received = 0
  let acknowledged = 0
  let window = WINDOW_BYTES
  let isWriterSet = false
  let isOver = false

  const send = (...messages: Message[]) =>
    wire.write(
      Buffer.concat(
        messages.map((message) =>
          writeChunks(message, {
            chunkStream: message.type === messageTypes.commandAmf0 ? COMMAND : CONTROL,
            chunkSize: isWriterSet ? CHUNK_SIZE : 128,
          }),
        ),
      ),
    )

  /** End the push, if there is one. @param error why it broke off */
  const endPush = (error?: string) => {
    const ended = publishing
    publishing = undefined
    if (!isOver) phase = 'publish'
    ended?.sink.end(error)
  }

  /** End the connection, with the push if there is one. */
  const finish = (reason: string, error?: string) => {
    if (isOver) return
    isOver = true
    try {
      endPush(error)
    } finally {
      wire.end(reason)
    }
  }

  const publish = (stream: number, name: AmfValue) => {
    const refuse = (reason: string) => {
      send(onStatus(stream, 'error', 'NetStream.Publish.BadName', reason))
      finish(`the push was refused: ${reason}`)
    }
    if (publishing) return refuse('this connection is publishing already')
    if (stream === 0 || stream > streams) return refuse('publish needs a stream that createStream has made')
    if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH)
      return refuse('publish needs a stream key')
    try {
      const sink = accept({
        app: app ?? '',
        // An encoder may add a query, as `key?bandwidth=…`.
        streamKey: name.split('?')[0] ?? '',
        connection: {
          peer: wire.peer,
          end(reason) {
            if (isOver) return
            send(onStatus(stream, 'status', 'NetStream.Unpublish.Success', reason))
            finish(reason)
          },
        },
      })
      publishing = { stream, sink }
      phase = 'media'
      reader.expectMedia()
      send(
        streamBegin(stream),
        onStatus(stream, 'status', 'NetStream.Publish.Start', 'Greenroom takes the push.'),
      )
    } catch (error) {
      if (!(error instanceof PushError)) throw error
      refuse(error.message)
    }
  }

  const connect = (transaction: number, options: AmfValue) => {
    const name = options !== null && typeof options === 'object' && 'app' in options ? options.app : undefined
    if (app !== undefined || typeof name !== 'string') {
      send(connectRejected(transaction, 'connect needs the name of an application, such as live'))
      return finish('connect has no application')
    }
    app = name
    send(...windowMessages())
    isWriterSet = true
    send(connected(transaction))
  }

  const command = (stream: number, data: Buffer) => {
    const [name, number, options, argument] = readAmf(data)
    const transaction = typeof number === 'number' ? number : 0
    if (name === 'connect') return connect(transaction, options)
    if (typeof name !== 'string') throw new ProtocolError('a command has no name')
    if (app === undefined) throw new ProtocolError(`the command ${name.slice(0, 50)} came before connect`)
    switch (name) {
      case 'createStream':
        if (streams >= MAX_STREAMS) throw new ProtocolError('there are too many streams')
        streams += 1
        return send(result(transaction, streams))
      case 'publish':
        return publish(stream, argument)
      case 'play':
        send(
          onStatus(
            stream,
            'error',
            'NetStream.Play.StreamNotFound',
            'Greenroom is watched at its playback URLs.',
          ),
        )
        return finish('it asked to play')
      case 'releaseStream':
      case 'FCPublish':
      case '_checkbw':
        return send(result(transaction, undefined))
      case 'FCUnpublish':
      case 'closeStream':
      case 'deleteStream':
        // An encoder may delete the streams that it has made and not used.
        if (!publishing || (name === 'deleteStream' && argument !== publishing.stream)) return undefined
        send(onStatus(publishing.stream, 'status', 'NetStream.Unpublish.Success', 'It has ended.'))
        return endPush()
      default:
        // Such as getStreamLength: none of them changes a push.
        return undefined
    }
  }

  const media = (message: Message) => {
    // An encoder that sends before the answer to publish, or after its end, sends to nobody.
    if (!publishing || message.data.length === 0) return
    const kind = message.type === messageTypes.audio ? 'audio' : 'video'
    publishing.sink.media({ kind, timestamp: message.timestamp, data: message.data })
  }

  const take = (message: Message) => {
    const { type, data, stream } = message
    switch (type) {
      case messageTypes.windowSize:
        if (data.length >= 4) window = Math.max(1, data.readUInt32BE(0))
        return
      case messageTypes.userControl:
        if (data.length >= 6 && data.readUInt16BE(0) === 6) send(pingResponse(data))
        return
      case messageTypes.commandAmf0:
        return command(stream, data)
      case messageTypes.commandAmf3:
        // AMF0 after a byte of zero, as every encoder writes it.
        return command(stream, data.subarray(1))
      case messageTypes.audio:
      case messageTypes.video:
        return media(message)
      case messageTypes.aggregate:
        for (const part of splitAggregate(message))
          if (part.type === messageTypes.audio || part.type === messageTypes.video) media(part)
        return
      default:
        return
    }
  }

  const read = (bytes: Buffer) => {
    let rest = bytes
    if (phase === 'handshake') {
      const { answer, after } = handshake.read(bytes)
      if (answer) wire.write(answer)
      if (!after) return
      phase = 'publish'
      rest = after
    }
    for (const message of reader.read(rest)) {
      if (isOver) return
      take(message)
    }
    if (received - acknowledged >= window && !isOver) {
      acknowledged = received
      send(acknowledgement(received))
    }
  }

  return {
    get phase() {
      return phase
    },
    /** Take what has come. What is wrong with it ends the connection. */
    receive(bytes: Buffer) {
      if (isOver) return
      received += bytes.length
      try {
        read(bytes)
      } catch (error) {
        const isRefusal = error instanceof ProtocolError || error instanceof PushError
        if (isRefusal && publishing)
          send(onStatus(publishing.stream, 'error', 'NetStream.Publish.Failed', error.message))
        finish((error as Error).message, (error as Error).message)
        if (!isRefusal) throw error
      }
    },
    /** The socket is closed, or nothing comes any more. */
    lost: (reason: string) => finish(reason),
  }
}
