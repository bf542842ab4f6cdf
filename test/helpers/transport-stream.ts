/** Reads MPEG-TS (ISO/IEC 13818-1) independently of what writes it. Times are ticks of 90 kHz. */

interface ReadUnit {
  pid: number
  pts: number
  dts: number
  /** Of the stream, in the first packet of the unit. */
  clock: number | undefined
  data: Buffer
}

/** Segments that follow each other, read. */
export interface ReadStream {
  units: ReadUnit[]
  /** The types of the streams by their packet ids. */
  streams: Map<number, number>
  problems: string[]
}

const crc = (bytes: Buffer) => {
  let value = 0xffffffffn
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit -= 1) {
      const top = ((value >> 31n) & 1n) ^ BigInt((byte >> bit) & 1)
      value = ((value << 1n) & 0xffffffffn) ^ (top ? 0x04c11db7n : 0n)
    }
  return Number(value)
}

const timeAt = (bytes: Buffer, at: number) =>
  ((bytes.readUInt8(at) >> 1) & 7) * 2 ** 30 +
  (bytes.readUInt16BE(at + 1) >> 1) * 2 ** 15 +
  (bytes.readUInt16BE(at + 3) >> 1)

/** Read segments; what is wrong in them is listed in `problems`. */
export function readTransportStream(segments: readonly Buffer[]): ReadStream {
  const problems: string[] = []
  const streams = new Map<number, number>()
  const counters = new Map<number, number>()
  const units: ReadUnit[] = []
  for (const [number, segment] of segments.entries()) {
    const problem = (text: string) => problems.push(`segment ${number}: ${text}`)
    if (segment.length % 188 !== 0) problem(`${segment.length} bytes are no packets`)
    const open = new Map<number, { clock: number | undefined; parts: Buffer[] }>()
    const close = (pid: number) => {
      const unit = open.get(pid)
      open.delete(pid)
      if (!unit) return
      const bytes = Buffer.concat(unit.parts)
      if (bytes.readUIntBE(0, 3) !== 1) return void problem('a unit has no start code')
      const written = bytes.readUInt16BE(4)
      if (written !== 0 && written !== bytes.length - 6)
        problem(`a unit says ${written}, and has ${bytes.length - 6}`)
      const flags = bytes.readUInt8(7) >> 6
      const pts = timeAt(bytes, 9)
      const data = bytes.subarray(9 + bytes.readUInt8(8))
      units.push({ pid, pts, dts: flags === 3 ? timeAt(bytes, 14) : pts, clock: unit.clock, data })
    }
    let program = -1
    for (let at = 0; at + 188 <= segment.length; at += 188) {
      const packet = segment.subarray(at, at + 188)
      if (packet.readUInt8(0) !== 0x47) problem(`no sync byte at ${at}`)
      const pid = packet.readUInt16BE(1) & 0x1fff
      const isStart = (packet.readUInt8(1) & 0x40) !== 0
      const control = packet.readUInt8(3)
      const counter = control & 0xf
      const last = counters.get(pid)
      if (last !== undefined && counter !== ((last + 1) & 0xf))
        problem(`pid ${pid}: ${counter} follows ${last}`)
      counters.set(pid, counter)
      let from = 4
      let clock: number | undefined
      if (control & 0x20) {
        const length = packet.readUInt8(4)
        if (length > 0 && packet.readUInt8(5) & 0x10)
          clock = packet.readUInt32BE(6) * 2 + (packet.readUInt8(10) >> 7)
        from = 5 + length
      }
      const payload = packet.subarray(from)
      if (at === 0 && pid !== 0) problem('does not begin with its association table')
      if (pid === 0 || pid === program) {
        const length = payload.readUInt16BE(2) & 0xfff
        if (crc(payload.subarray(1, 4 + length)) !== 0) problem(`the checksum of table ${pid} is wrong`)
        if (pid === 0) program = payload.readUInt16BE(11) & 0x1fff
        else
          for (let entry = 13; entry < length; entry += 5)
            streams.set(payload.readUInt16BE(entry + 1) & 0x1fff, payload.readUInt8(entry))
      } else if (!streams.has(pid)) problem(`pid ${pid} is not in the program table`)
      else if (isStart) {
        close(pid)
        open.set(pid, { clock, parts: [payload] })
      } else open.get(pid)?.parts.push(payload)
    }
    for (const pid of [...open.keys()]) close(pid)
  }
  return { units, streams, problems }
}
