/** The simple handshake of RTMP (Adobe's RTMP 1.0, section 5.2), as the server. */

import { ProtocolError } from './protocol-error.js'

const VERSION = 3
const PACKET_BYTES = 1536

/** Create a handshake. */
export function createHandshake() {
  let rest: Buffer = Buffer.alloc(0)
  let isAnswered = false
  return {
    /**
     * Take what has come.
     * @returns what to answer, and once the handshake is done, what came after it
     * @throws ProtocolError when it is not RTMP
     */
    read(bytes: Buffer): { answer?: Buffer; after?: Buffer } {
      rest = rest.length ? Buffer.concat([rest, bytes]) : bytes
      const [version] = rest
      if (!isAnswered && version !== undefined && version !== VERSION)
        throw new ProtocolError(
          version === 6
            ? 'it asks for RTMPE, which Greenroom does not speak'
            : 'it does not begin as RTMP does',
        )
      let answer: Buffer | undefined
      if (!isAnswered && rest.length >= 1 + PACKET_BYTES) {
        const first = rest.subarray(1, 1 + PACKET_BYTES)
        // The server's own packet may hold anything after two fields of zeros.
        answer = Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(PACKET_BYTES), first])
        rest = rest.subarray(1 + PACKET_BYTES)
        isAnswered = true
      }
      // The client's last packet repeats ours, which is not checked: some encoders send another.
      const after = isAnswered && rest.length >= PACKET_BYTES ? rest.subarray(PACKET_BYTES) : undefined
      return { ...(answer && { answer }), ...(after && { after }) }
    },
  }
}
