/** Paths with stars: `*` stands for anything within a segment, `**` for anything at all. */

const SLASH = 47

type Token = number | 'segment' | 'anything'

const toToken = (part: string): Token =>
  part === '*' ? 'segment' : part.startsWith('*') ? 'anything' : part.charCodeAt(0)

const admits = (token: Token | undefined, char: number) =>
  token === 'anything' || (token === 'segment' && char !== SLASH)

/**
 * Make the test of one pattern. It follows all ways through the pattern at once and never goes back, so that its time
 * grows with the length of the path times that of the pattern, whatever the two are.
 */
export function createPathMatcher(pattern: string): (path: string) => boolean {
  if (!pattern.includes('*')) return (path) => path === pattern
  const tokens = (pattern.match(/\*+|[^*]/g) ?? []).map(toToken)
  const end = tokens.length

  return (path) => {
    // At 1: what was read so far can be followed by the token of that place; after the last token, it can end.
    const places = new Uint8Array(end + 1)
    const passStars = () => {
      for (let i = 0; i < end; i++) if (places[i] && typeof tokens[i] !== 'number') places[i + 1] = 1
    }
    places[0] = 1
    passStars()
    for (let i = 0; i < path.length; i++) {
      const char = path.charCodeAt(i)
      for (let place = end; place >= 0; place--)
        places[place] =
          (places[place] && admits(tokens[place], char)) || (places[place - 1] && tokens[place - 1] === char)
            ? 1
            : 0
      passStars()
    }
    return places[end] === 1
  }
}
