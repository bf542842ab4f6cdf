/** Bytes that are not RTMP, or more of them than Greenroom takes; it ends the connection of the encoder and nothing else. */
export class ProtocolError extends Error {
  override name = 'ProtocolError'
}
