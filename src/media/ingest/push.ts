/** What the protocol of ingest, and the broadcasts that it feeds, know of each other. */

/** An audio or video message as an encoder sends it: the body of an FLV tag. */
export interface MediaMessage {
  kind: 'audio' | 'video'
  /** Milliseconds on the encoder's clock, 32 bits without a sign. */
  timestamp: number
  data: Buffer
}

/** The connection of an encoder. */
export interface EncoderConnection {
  /** The address of the encoder, such as `127.0.0.1:51234`. */
  readonly peer: string
  /** End it. @param reason for the log and the encoder, such as `the livestream was stopped` */
  end(reason: string): void
}

/** Takes the messages of an accepted push. */
export interface PushSink {
  /** @throws PushError when the push cannot go on; `end` is called with its message */
  media(message: MediaMessage): void
  /**
   * The push is over. Called once.
   * @param error why it broke off; undefined when the encoder left, or its connection was lost
   */
  end(error: string | undefined): void
}

/** A push that is refused, or that cannot go on. The message is for people. */
export class PushError extends Error {
  override name = 'PushError'
}

export interface PushRequest {
  /** The application that the encoder connected to, such as `live`. */
  app: string
  streamKey: string
  connection: EncoderConnection
}

/** Decide about a push. @throws PushError when it is refused */
export type AcceptPush = (request: PushRequest) => PushSink
