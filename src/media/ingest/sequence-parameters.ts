/** Reads the size of the pictures from a sequence parameter set of H.264 (ITU-T H.264, 7.3.2.1). */

/** Profiles whose parameter sets tell the form of the colours. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
/** No size is larger; a damaged set gives any number. */
const MAX_SIZE = 16_384

/** Leave out the bytes that keep a start code from appearing within a unit. */
const withoutEmulation = (unit: Buffer) => {
  const bytes: number[] = []
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    bytes.push(byte)
  }
  return bytes
}

function createBitReader(bytes: readonly number[]) {
  let at = 0
  const bit = () => {
    const byte = bytes[at >> 3]
    if (byte === undefined) throw new RangeError('the sequence parameter set is cut off')
    const value = (byte >> (7 - (at & 7))) & 1
    at += 1
    return value
  }
  const bits = (count: number) => {
    let value = 0
    for (let i = 0; i < count; i += 1) value = value * 2 + bit()
    return value
  }
  /** A number in the code of Exponential-Golomb. */
  const unsigned = () => {
    let zeros = 0
    while (bit() === 0) {
      zeros += 1
      if (zeros > 31) throw new RangeError('a number of the sequence parameter set is too long')
    }
    return 2 ** zeros - 1 + bits(zeros)
  }
  const signed = () => {
    const value = unsigned()
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2
  }
  return { bit, bits, unsigned, signed }
}

type BitReader = ReturnType<typeof createBitReader>

function skipScalingList({ signed }: BitReader, size: number) {
  let last = 8
  let next = 8
  for (let i = 0; i < size; i += 1) {
    if (next !== 0) next = (last + signed() + 256) % 256
    if (next !== 0) last = next
  }
}

/** @returns how the colours are sampled: 0 for grey, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4 */
function readColours(reader: BitReader): number {
  const { bit, unsigned } = reader
  const format = unsigned()
  if (format === 3) bit()
  unsigned()
  unsigned()
  bit()
  const hasScaling = bit() === 1
  for (let i = 0; hasScaling && i < (format === 3 ? 12 : 8); i += 1) {
    const isListed = bit() === 1
    if (isListed) skipScalingList(reader, i < 6 ? 16 : 64)
  }
  return format
}

function read(reader: BitReader) {
  const { bit, bits, unsigned, signed } = reader
  bits(8)
  const profile = bits(8)
  bits(16)
  unsigned()
  const format = highProfiles.has(profile) ? readColours(reader) : 1
  unsigned()
  const order = unsigned()
  if (order === 0) unsigned()
  if (order === 1) {
    bit()
    signed()
    signed()
    const count = unsigned()
    for (let i = 0; i < Math.min(count, 255); i += 1) signed()
  }
  unsigned()
  bit()
  const columns = unsigned() + 1
  const rows = unsigned() + 1
  const isWhole = bit()
  if (isWhole === 0) bit()
  bit()
  const crop =
    bit() === 1 ? { left: unsigned(), right: unsigned(), top: unsigned(), bottom: unsigned() } : undefined
  const { left = 0, right = 0, top = 0, bottom = 0 } = crop ?? {}
  const unitX = format === 1 || format === 2 ? 2 : 1
  const unitY = (format === 1 ? 2 : 1) * (2 - isWhole)
  return {
    width: columns * 16 - (left + right) * unitX,
    height: rows * 16 * (2 - isWhole) - (top + bottom) * unitY,
  }
}

/** Read the size of the pictures, in pixels. @returns undefined when the set is damaged */
export function pictureSize(set: Buffer): { width: number; height: number } | undefined {
  try {
    const { width, height } = read(createBitReader(withoutEmulation(set)))
    const isPossible = [width, height].every((size) => size > 0 && size <= MAX_SIZE)
    return isPossible ? { width, height } : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
