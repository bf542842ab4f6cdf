/** Reads the samples of an MP4 file: one track of H.264, and one of AAC if it has sound. */

import { MediaError } from './media-error.js'
import { boxesOf, findBox, needBox, tableOf } from './mp4-boxes.js'

/** A picture, or a frame of sound. Times are seconds from the beginning of the presentation. */
export interface Sample {
  data: Buffer
  /** When it is decoded; the first pictures of a file with B-frames are decoded before 0. */
  dts: number
  pts: number
  isKey: boolean
}

interface Track {
  /** Of type `vide`, `soun` or another. */
  kind: string
  /** The kind of the samples, such as `avc1`, and the box that describes them. */
  codec: string
  entry: Buffer
  samples: Sample[]
  /** Seconds. */
  duration: number
}

/** Where each sample lies, from the table of chunks and of how many samples each has. */
function offsetsOf(stbl: Buffer, sizes: readonly number[]): number[] {
  const narrow = findBox(stbl, 'stco')
  const chunks = narrow
    ? tableOf(narrow, 1).map(([offset = 0]) => offset)
    : tableOf(needBox(stbl, 'co64'), 2, 4).map(([high = 0, low = 0]) => high * 2 ** 32 + low)
  const runs = tableOf(needBox(stbl, 'stsc'), 3)
  const offsets: number[] = []
  let run = 0
  for (const [index, chunk] of chunks.entries()) {
    while ((runs[run + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= index + 1) run += 1
    let at = chunk
    for (let left = runs[run]?.[1] ?? 0; left > 0 && offsets.length < sizes.length; left -= 1) {
      offsets.push(at)
      at += sizes[offsets.length - 1] ?? 0
    }
  }
  return offsets
}

const sizesOf = (stbl: Buffer): number[] => {
  const box = needBox(stbl, 'stsz')
  const same = box.readUInt32BE(4)
  if (same === 0) return tableOf(box, 1, 8).map(([size = 0]) => size)
  const count = box.readUInt32BE(8)
  if (count > 1_000_000) throw new MediaError('is damaged: it has too many samples')
  return Array.from({ length: count }, () => same)
}

/** How much of a track its edit list leaves out at the beginning, in units of the track. */
function skippedOf(trak: Buffer): number {
  const box = findBox(trak, 'edts', 'elst')
  if (!box) return 0
  const isLong = box.readUInt8(0) === 1
  const count = box.readUInt32BE(4)
  for (let i = 0, at = 8; i < count; i += 1, at += isLong ? 20 : 12) {
    const from = isLong ? Number(box.readBigInt64BE(at + 8)) : box.readInt32BE(at + 4)
    // An empty edit has -1; the pictures begin at 0 anyway.
    if (from >= 0) return from
  }
  return 0
}

function readTrack(file: Buffer, trak: Buffer): Track {
  const mdia = needBox(trak, 'mdia')
  const kind = needBox(mdia, 'hdlr').toString('latin1', 8, 12)
  const mdhd = needBox(mdia, 'mdhd')
  const scale = mdhd.readUInt32BE(mdhd.readUInt8(0) === 1 ? 20 : 12)
  if (scale === 0) throw new MediaError('is damaged: a track has no time scale')
  const stbl = needBox(mdia, 'minf', 'stbl')
  const [entry] = boxesOf(needBox(stbl, 'stsd').subarray(8))
  if (!entry) throw new MediaError('is damaged: a track has no description')

  const sizes = sizesOf(stbl)
  const offsets = offsetsOf(stbl, sizes)
  const keys = findBox(stbl, 'stss')
  const keySet = keys && new Set(tableOf(keys, 1).map(([number = 0]) => number))
  const composition = findBox(stbl, 'ctts')
  const shifts = composition ? tableOf(composition, 2) : []
  const skipped = skippedOf(trak)
  const samples: Sample[] = []
  let dts = 0
  let shiftRun = 0
  let shiftLeft = shifts[0]?.[0] ?? 0
  for (const [count = 0, delta = 0] of tableOf(needBox(stbl, 'stts'), 2))
    for (let i = 0; i < count && samples.length < offsets.length; i += 1) {
      const index = samples.length
      while (shiftLeft === 0 && shiftRun < shifts.length) shiftLeft = shifts[++shiftRun]?.[0] ?? 0
      const offset = offsets[index] ?? 0
      const size = sizes[index] ?? 0
      if (offset + size > file.length) throw new MediaError('is cut off')
      // Signed, whatever the version of the box says.
      const shift = (shifts[shiftRun]?.[1] ?? 0) | 0
      samples.push({
        data: file.subarray(offset, offset + size),
        dts: (dts - skipped) / scale,
        pts: (dts - skipped + shift) / scale,
        isKey: keySet?.has(index + 1) ?? true,
      })
      shiftLeft -= 1
      dts += delta
    }
  return { kind, codec: entry.type, entry: entry.content, samples, duration: dts / scale }
}

/** Read the tracks of a file. @throws MediaError */
export function readTracks(file: Buffer): Track[] {
  if (file.toString('latin1', 4, 8) !== 'ftyp') throw new MediaError('is not an MP4 file')
  try {
    const moov = needBox(file, 'moov')
    if (findBox(moov, 'mvex')) throw new MediaError('is fragmented: make it with ffmpeg -movflags +faststart')
    return boxesOf(moov)
      .filter(({ type }) => type === 'trak')
      .map(({ content }) => readTrack(file, content))
  } catch (error) {
    if (error instanceof RangeError) throw new MediaError('is damaged: a box is cut off')
    throw error
  }
}

export type { Track }
