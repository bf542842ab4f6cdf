/**
 * Writes MPEG-TS (ISO/IEC 13818-1): each segment begins with its tables, and can be decoded by itself. Times are
 * ticks of 90 kHz.
 */

const PACKET_SIZE = 188
export const TICKS_PER_SECOND = 90_000
const TIMESTAMP_LIMIT = 2 ** 33
/** How far the clock of the stream is behind the decoding of a picture, so that a decoder can fill its buffer. */
const CLOCK_LEAD = TICKS_PER_SECOND / 2

export const pids = { tables: 0, program: 0x1000, video: 0x100, audio: 0x101 } as const
export type Stream = 'video' | 'audio'

/** A picture, or some frames of sound, in the form of MPEG-TS. */
export interface Unit {
  stream: Stream
  data: Buffer
  dts: number
  pts: number
  isKey: boolean
}

/** How many packets each kind has had, which their continuity counters count on from. */
export type PacketCounts = Record<keyof typeof pids, number>

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let i = 0; i < 8; i += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value >>> 0
})

/** Compute the checksum of a table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return crc
}

const high = (pid: number) => 0xe0 | (pid >> 8)
const low = (pid: number) => pid & 0xff

/** A section that fills a packet. @param rest what follows the length, without the checksum */
function tablePacket(pid: number, table: number, rest: readonly number[]): Buffer {
  const length = rest.length + 4
  const section = Buffer.from([table, 0xb0 | (length >> 8), length & 0xff, ...rest])
  const packet = Buffer.alloc(PACKET_SIZE, 0xff)
  packet.set([0x47, 0x40 | (pid >> 8), low(pid), 0x10, 0])
  section.copy(packet, 5)
  packet.writeUInt32BE(crc32(section), 5 + section.length)
  return packet
}

const associationTable = tablePacket(pids.tables, 0, [
  ...[0, 1, 0xc1, 0, 0],
  ...[0, 1, high(pids.program), low(pids.program)],
])
/** The type of each stream (ISO/IEC 13818-1, table 2-34): H.264, and AAC with ADTS. */
const streamTypes = { video: 0x1b, audio: 0x0f } as const

const programTable = (...streams: Stream[]) => {
  // The pictures carry the clock, or the sound without them.
  const clock = pids[streams.includes('video') ? 'video' : 'audio']
  return tablePacket(pids.program, 2, [
    ...[0, 1, 0xc1, 0, 0, high(clock), low(clock), 0xf0, 0],
    ...streams.flatMap((stream) => [streamTypes[stream], high(pids[stream]), low(pids[stream]), 0xf0, 0]),
  ])
}
const programTables = {
  video: programTable('video'),
  audio: programTable('audio'),
  'video,audio': programTable('video', 'audio'),
}
/** Which streams a segment has. */
export type Streams = keyof typeof programTables

const wrapped = (ticks: number) => ((ticks % TIMESTAMP_LIMIT) + TIMESTAMP_LIMIT) % TIMESTAMP_LIMIT

/** A timestamp in five bytes with marker bits. */
function timestamp(prefix: number, ticks: number): number[] {
  const value = wrapped(ticks)
  const top = Math.floor(value / 2 ** 30)
  const rest = value % 2 ** 30
  return [
    (prefix << 4) | (top << 1) | 1,
    rest >>> 22,
    ((rest >>> 14) & 0xfe) | 1,
    (rest >>> 7) & 0xff,
    ((rest << 1) & 0xfe) | 1,
  ]
}

function packetizedUnit({ stream, data, dts, pts }: Unit): Buffer {
  const times = dts === pts ? timestamp(2, pts) : [...timestamp(3, pts), ...timestamp(1, dts)]
  const length = data.length + 3 + times.length
  // Only pictures may leave their length open.
  const written = stream === 'video' ? 0 : length
  const header = [0, 0, 1, stream === 'video' ? 0xe0 : 0xc0, written >> 8, written & 0xff, 0x84]
  return Buffer.concat([Buffer.from([...header, dts === pts ? 0x80 : 0xc0, times.length, ...times]), data])
}

/** The clock of the stream, in the first packet of a unit. */
function clockField(isKey: boolean, dts: number): number[] {
  const base = wrapped(dts - CLOCK_LEAD)
  const upper = Math.floor(base / 2)
  return [
    isKey ? 0x50 : 0x10,
    upper >>> 24,
    (upper >>> 16) & 0xff,
    (upper >>> 8) & 0xff,
    upper & 0xff,
    ((base % 2) << 7) | 0x7e,
    0,
  ]
}

/**
 * Write a segment.
 * @param units in the order of their decoding
 * @param before how many packets the stream had before, of each kind
 * @returns the segment, and how many packets of each kind it has
 */
export function writeSegment(
  units: readonly Unit[],
  { streams, before }: { streams: Streams; before: PacketCounts },
): { segment: Buffer; counts: PacketCounts } {
  const packets: Buffer[] = []
  const counts: PacketCounts = { tables: 0, program: 0, video: 0, audio: 0 }
  const counter = (kind: keyof PacketCounts) => (before[kind] + counts[kind]++) & 0xf
  const clockStream = streams === 'audio' ? 'audio' : 'video'

  for (const [kind, table] of [
    ['tables', associationTable],
    ['program', programTables[streams]],
  ] as const) {
    const packet = Buffer.from(table)
    packet.writeUInt8(0x10 | counter(kind), 3)
    packets.push(packet)
  }
  for (const unit of units) {
    const content = packetizedUnit(unit)
    const pid = pids[unit.stream]
    for (let at = 0; at < content.length; ) {
      const isFirst = at === 0
      const field = isFirst && unit.stream === clockStream ? clockField(unit.isKey, unit.dts) : []
      const left = content.length - at
      const room = PACKET_SIZE - 4 - (field.length > 0 ? field.length + 1 : 0)
      const packet = Buffer.alloc(PACKET_SIZE, 0xff)
      const hasField = field.length > 0 || left < room
      packet.set([
        0x47,
        (isFirst ? 0x40 : 0) | (pid >> 8),
        low(pid),
        (hasField ? 0x30 : 0x10) | counter(unit.stream),
      ])
      const taken = Math.min(left, room)
      if (hasField) {
        const length = PACKET_SIZE - 4 - 1 - taken
        packet.writeUInt8(length, 4)
        // A field that is there for its length alone has no flags; one of length 0 has not even those.
        packet.set(field.length > 0 || length === 0 ? field : [0], 5)
      }
      content.copy(packet, PACKET_SIZE - taken, at, at + taken)
      at += taken
      packets.push(packet)
    }
  }
  return { segment: Buffer.concat(packets), counts }
}
