/** Reads the boxes of an MP4 file (ISO/IEC 14496-12). */

import { MediaError } from './media-error.js'

/** The content of a box, without its header. */
export interface Box {
  type: string
  content: Buffer
}

/** List the boxes that stand beside each other. @throws MediaError when one is longer than what holds it */
export function boxesOf(content: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= content.length; ) {
    const short = content.readUInt32BE(at)
    const header = short === 1 ? 16 : 8
    if (at + header > content.length) throw new MediaError('is cut off')
    const size =
      short === 0 ? content.length - at : short === 1 ? Number(content.readBigUInt64BE(at + 8)) : short
    if (size < header || at + size > content.length) throw new MediaError('is cut off, or is not an MP4 file')
    boxes.push({
      type: content.toString('latin1', at + 4, at + 8),
      content: content.subarray(at + header, at + size),
    })
    at += size
  }
  return boxes
}

/** Find the content of a box by the types that lead to it. */
export function findBox(content: Buffer, ...path: string[]): Buffer | undefined {
  let found: Buffer | undefined = content
  for (const type of path) found = found && boxesOf(found).find((box) => box.type === type)?.content
  return found
}

/** Find the content of a box that must be there. @throws MediaError */
export function needBox(content: Buffer, ...path: string[]): Buffer {
  const found = findBox(content, ...path)
  if (!found) throw new MediaError(`has no ${path.join('/')} box: it is damaged`)
  return found
}

/**
 * Read a table of 32-bit numbers whose count stands in its box.
 * @param columns numbers in a row
 * @param at where the count stands
 */
export function tableOf(box: Buffer, columns: number, at = 4): number[][] {
  const count = box.readUInt32BE(at)
  if (at + 4 + count * columns * 4 > box.length) throw new MediaError('is damaged: a table is cut off')
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_, column) => box.readUInt32BE(at + 4 + (row * columns + column) * 4)),
  )
}
