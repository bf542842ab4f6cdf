/** Reads the bodies of FLV tags, in which encoders send pictures and sound (Adobe, Video File Format 10.1, annex E). */

import {
  type AudioConfig,
  type AvcConfig,
  readAacConfig,
  readAvcConfig,
  toAdts,
  toAnnexB,
} from '../playback/codecs.js'
import { MediaError } from '../playback/media-error.js'
import { type MediaMessage, PushError } from './push.js'
import { pictureSize } from './sequence-parameters.js'

/** The description of the pictures. */
export type VideoDescription = AvcConfig & { width: number | undefined; height: number | undefined }

/** What a tag holds. Times are milliseconds on the encoder's clock. */
export type Tag =
  | { kind: 'videoConfig'; config: VideoDescription; digest: string }
  | { kind: 'audioConfig'; config: AudioConfig; digest: string }
  | { kind: 'picture'; data: Buffer; isKey: boolean; time: number; offset: number }
  | { kind: 'sound'; data: Buffer; time: number }
  /** Something that shows nothing, such as the end of a sequence. */
  | { kind: 'nothing' }

const videoCodecs: Record<number, string> = {
  2: 'H.263',
  3: 'Screen video',
  4: 'VP6',
  5: 'VP6',
  6: 'Screen video 2',
  12: 'HEVC',
}
const audioFormats: Record<number, string> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711',
  8: 'G.711',
  11: 'Speex',
  14: 'MP3',
}
const fourCharacterCodes: Record<string, string> = {
  hvc1: 'HEVC',
  av01: 'AV1',
  vp08: 'VP8',
  vp09: 'VP9',
  Opus: 'Opus',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  fLaC: 'FLAC',
  '.mp3': 'MP3',
}
const AVC = 7
const AAC = 10
/** In place of a sound format, and as a flag of a picture: the codec is a code of four letters (Enhanced RTMP). */
const ENHANCED_SOUND = 9
const ENHANCED_PICTURE = 0x80

const refused = (what: string, taken: string): never => {
  throw new PushError(`it sends ${what}, and Greenroom takes ${taken}`)
}
const codeAt = (data: Buffer, at: number) => {
  const code = data.toString('latin1', at, at + 4)
  return fourCharacterCodes[code] ?? JSON.stringify(code)
}

/** Read a description. @throws PushError in place of MediaError */
function described<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof MediaError) throw new PushError(`the push ${error.problem}`)
    if (error instanceof RangeError) throw new PushError(`the push is damaged: ${what} is cut off`)
    throw error
  }
}

/** Create a reader of the tags of one push. It remembers how the pictures and the sound are described. */
export function createTagReader() {
  let avc: VideoDescription | undefined
  let aac: AudioConfig | undefined

  const readVideo = (data: Buffer, time: number): Tag => {
    const first = data.readUInt8(0)
    if (first & ENHANCED_PICTURE) refused(codeAt(data, 1), 'H.264')
    const frameType = first >> 4
    const codec = first & 0xf
    // A command to the player, such as a seek, whose codec does not count.
    if (frameType === 5) return { kind: 'nothing' }
    if (codec !== AVC) refused(videoCodecs[codec] ?? `pictures of the unknown codec ${codec}`, 'H.264')
    if (data.length < 5) throw new PushError('the push is damaged: a picture is cut off')
    const packet = data.readUInt8(1)
    const body = data.subarray(5)
    if (packet === 0) {
      const { sequence, ...config } = readAvcConfig(body)
      const { width, height } = pictureSize(sequence) ?? {}
      avc = { ...config, width, height }
      return { kind: 'videoConfig', config: avc, digest: body.toString('base64') }
    }
    if (packet !== 1 || !avc) return { kind: 'nothing' }
    const isKey = frameType === 1
    return { kind: 'picture', data: toAnnexB(body, avc, isKey), isKey, time, offset: data.readIntBE(2, 3) }
  }

  const readAudio = (data: Buffer, time: number): Tag => {
    const format = data.readUInt8(0) >> 4
    if (format === ENHANCED_SOUND) refused(codeAt(data, 1), 'AAC')
    if (format !== AAC) refused(audioFormats[format] ?? `sound of the unknown format ${format}`, 'AAC')
    if (data.length < 2) throw new PushError('the push is damaged: a frame of sound is cut off')
    const body = data.subarray(2)
    if (data.readUInt8(1) === 0) {
      aac = readAacConfig(body)
      return { kind: 'audioConfig', config: aac, digest: body.toString('base64') }
    }
    return aac && body.length > 0 ? { kind: 'sound', data: toAdts(body, aac), time } : { kind: 'nothing' }
  }

  return {
    /** @throws PushError when it is damaged, or in a codec that is not taken */
    read: ({ kind, data, timestamp }: MediaMessage): Tag =>
      kind === 'video'
        ? described('a picture', () => readVideo(data, timestamp))
        : described('a frame of sound', () => readAudio(data, timestamp)),
  }
}
