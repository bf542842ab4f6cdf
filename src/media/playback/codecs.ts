/** Reads how pictures and sound are coded, and brings them into the forms of MPEG-TS. */

import { MediaError } from './media-error.js'
import { findBox } from './mp4-boxes.js'

/** What a decoder of H.264 must know (ISO/IEC 14496-15). */
export interface AvcConfig {
  /** As in the CODECS of a playlist. */
  codec: string
  /** Bytes of the length before each unit of a sample. */
  lengthSize: number
  /** The sequence and picture parameter sets, each after a start code. */
  parameterSets: Buffer
}

/** The same, with the size of the pictures. */
export interface VideoConfig extends AvcConfig {
  width: number
  height: number
}

const startCode = Buffer.from([0, 0, 0, 1])
/** The unit that begins each picture in MPEG-TS. */
const delimiter = Buffer.from([0, 0, 0, 1, 0x09, 0xf0])
const DELIMITER_TYPE = 9

/**
 * Read the AVCDecoderConfigurationRecord, which MP4 and FLV have alike.
 * @returns the configuration, and the first of its sequence parameter sets
 * @throws MediaError
 */
export function readAvcConfig(record: Buffer): AvcConfig & { sequence: Buffer } {
  if (record.length < 7) throw new MediaError('is damaged: the description of its H.264 is cut off')
  const sets: Buffer[] = []
  let at = 5
  try {
    for (const mask of [0x1f, 0xff]) {
      const count = record.readUInt8(at++) & mask
      for (let i = 0; i < count; i += 1) {
        const length = record.readUInt16BE(at)
        at += 2 + length
        if (at > record.length) throw new RangeError()
        sets.push(startCode, record.subarray(at - length, at))
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MediaError('is damaged: the description of its H.264 is cut off')
  }
  const [, sequence] = sets
  if (!sequence || sequence.length < 4)
    throw new MediaError('is damaged: its H.264 has no sequence parameter set')
  return {
    codec: `avc1.${record.toString('hex', 1, 4)}`,
    lengthSize: (record.readUInt8(4) & 3) + 1,
    parameterSets: Buffer.concat(sets),
    sequence,
  }
}

/** Read the description of a track of H.264. @throws MediaError */
export function readVideoConfig(entry: Buffer): VideoConfig {
  const box = findBox(entry.subarray(78), 'avcC')
  if (!box) throw new MediaError('is damaged: its H.264 has no avcC box')
  const { codec, lengthSize, parameterSets } = readAvcConfig(box)
  return { width: entry.readUInt16BE(24), height: entry.readUInt16BE(26), codec, lengthSize, parameterSets }
}

/** Bring a picture into the form of MPEG-TS: start codes, and before a key frame the parameter sets. */
export function toAnnexB(sample: Buffer, { lengthSize, parameterSets }: AvcConfig, isKey: boolean): Buffer {
  const parts = [delimiter, ...(isKey ? [parameterSets] : [])]
  for (let at = 0; at + lengthSize < sample.length; ) {
    const length = sample.readUIntBE(at, lengthSize)
    at += lengthSize
    if (at + length > sample.length) throw new MediaError('is damaged: a picture is cut off')
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

/** Read the AudioSpecificConfig, which MP4 and FLV have alike. @throws MediaError */
export function readAacConfig(config: Buffer): AudioConfig {
  if (config.length < 2) throw new MediaError('is damaged: the description of its AAC is cut off')
  const bits = config.readUInt16BE(0)
  const objectType = bits >> 11
  const rateIndex = (bits >> 7) & 0xf
  const channels = (bits >> 3) & 0xf
  if (objectType < 1 || objectType > 4 || rateIndex > 12 || channels < 1 || channels > 7)
    throw new MediaError('has sound that is not AAC-LC of 1 to 7 channels at a usual rate')
  return { codec: `mp4a.40.${objectType}`, objectType, rateIndex, channels }
}

/** Read the description of a track of AAC. @throws MediaError */
export function readAudioConfig(entry: Buffer): AudioConfig {
  const esds = findBox(entry.subarray(28), 'esds')
  const stream = esds && descriptor(esds.subarray(4), 3)
  const decoder = stream && descriptor(stream.subarray(3), 4)
  const config = decoder && decoder.readUInt8(0) === 0x40 && descriptor(decoder.subarray(13), 5)
  if (!config || config.length < 2) throw new MediaError('has sound that is not AAC')
  return readAacConfig(config)
}

/** Samples in a second, by their index (ISO/IEC 14496-3, table 1.18). */
const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const
const SAMPLES_PER_FRAME = 1024

/** Tell how long a frame of sound lasts, in seconds. */
export const frameSeconds = ({ rateIndex }: AudioConfig) =>
  SAMPLES_PER_FRAME / (sampleRates[rateIndex] ?? 48_000)

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
