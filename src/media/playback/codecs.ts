/** Reads how the pictures and the sound of an MP4 file are coded, and brings them into the forms of MPEG-TS. */

import { findBox, TestCardError } from './mp4-boxes.js'

/** What a decoder of H.264 must know (ISO/IEC 14496-15). */
export interface VideoConfig {
  width: number
  height: number
  /** As in the CODECS of a playlist. */
  codec: string
  /** Bytes of the length before each unit of a sample. */
  lengthSize: number
  /** The sequence and picture parameter sets, each after a start code. */
  parameterSets: Buffer
}

const startCode = Buffer.from([0, 0, 0, 1])
/** The unit that begins each picture in MPEG-TS. */
const delimiter = Buffer.from([0, 0, 0, 1, 0x09, 0xf0])
const DELIMITER_TYPE = 9

/** Read the description of a track of H.264. @throws TestCardError */
export function readVideoConfig(entry: Buffer): VideoConfig {
  const box = findBox(entry.subarray(78), 'avcC')
  if (!box || box.length < 7) throw new TestCardError('is damaged: its H.264 has no avcC box')
  const sets: Buffer[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = box.readUInt8(at++) & mask
    for (let i = 0; i < count; i += 1) {
      const length = box.readUInt16BE(at)
      sets.push(startCode, box.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  }
  return {
    width: entry.readUInt16BE(24),
    height: entry.readUInt16BE(26),
    codec: `avc1.${box.toString('hex', 1, 4)}`,
    lengthSize: (box.readUInt8(4) & 3) + 1,
    parameterSets: Buffer.concat(sets),
  }
}

/** Bring a picture into the form of MPEG-TS: start codes, and before a key frame the parameter sets. */
export function toAnnexB(sample: Buffer, { lengthSize, parameterSets }: VideoConfig, isKey: boolean): Buffer {
  const parts = [delimiter, ...(isKey ? [parameterSets] : [])]
  for (let at = 0; at + lengthSize < sample.length; ) {
    const length = sample.readUIntBE(at, lengthSize)
    at += lengthSize
    if (at + length > sample.length) throw new TestCardError('is damaged: a picture is cut off')
    const unit = sample.subarray(at, at + length)
    if (length > 0 && (unit.readUInt8(0) & 0x1f) !== DELIMITER_TYPE) parts.push(startCode, unit)
    at += length
  }
  return Buffer.concat(parts)
}

/** What a decoder of AAC must know (ISO/IEC 14496-3). */
export interface AudioConfig {
  codec: string
  objectType: number
  /** An index into the table of sample rates. */
  rateIndex: number
  channels: number
}

/** Find the content of a descriptor, whose length is in groups of seven bits. */
function descriptor(box: Buffer, tag: number): Buffer | undefined {
  if (box.length < 2 || box.readUInt8(0) !== tag) return undefined
  let length = 0
  let at = 1
  for (let more = true; more; at += 1) {
    const byte = box.readUInt8(at)
    length = length * 128 + (byte & 0x7f)
    more = byte >= 0x80
  }
  return box.subarray(at, at + length)
}

/** Read the description of a track of AAC. @throws TestCardError */
export function readAudioConfig(entry: Buffer): AudioConfig {
  const esds = findBox(entry.subarray(28), 'esds')
  const stream = esds && descriptor(esds.subarray(4), 3)
  const decoder = stream && descriptor(stream.subarray(3), 4)
  const config = decoder && decoder.readUInt8(0) === 0x40 && descriptor(decoder.subarray(13), 5)
  if (!config || config.length < 2) throw new TestCardError('has sound that is not AAC')
  const bits = config.readUInt16BE(0)
  const objectType = bits >> 11
  const rateIndex = (bits >> 7) & 0xf
  const channels = (bits >> 3) & 0xf
  if (objectType < 1 || objectType > 4 || rateIndex > 12 || channels < 1 || channels > 7)
    throw new TestCardError('has sound that is not AAC-LC of 1 to 7 channels at a usual rate')
  return { codec: `mp4a.40.${objectType}`, objectType, rateIndex, channels }
}

/** Put the header of ADTS before a frame of AAC. */
export function toAdts(frame: Buffer, { objectType, rateIndex, channels }: AudioConfig): Buffer {
  const length = frame.length + 7
  const header = Buffer.from([
    0xff,
    0xf1,
    ((objectType - 1) << 6) | (rateIndex << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  ])
  return Buffer.concat([header, frame])
}
