/** Finds texts that cannot be stored or sent as UTF-8: they would silently become others. */

/** Whether a text has half of a surrogate pair, which UTF-8 cannot say: it would be stored as another character. */
export const hasLoneSurrogate = (text: string) => !text.isWellFormed()

/**
 * Find the first string, or name of a property, with half of a surrogate pair.
 * @returns the path of the field, such as `video_config.width` or '' for the value itself; undefined without one
 */
export function findLoneSurrogate(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return hasLoneSurrogate(value) ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const within = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name
    if (hasLoneSurrogate(name)) return path
    const found = findLoneSurrogate(inner, within)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a part of a URL is percent-encoded UTF-8. */
export function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
