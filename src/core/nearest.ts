/** Finds the known word that a mistyped one was meant to be. */

/** How many letters must be inserted, removed, replaced or swapped with the next to turn one word into the other. */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= from.length; i++) {
    rows.push([i])
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const ways = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (isSame ? 0 : 1)]
      rows[i]?.push(Math.min(...ways, isSwapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY))
    }
  }
  return at(from.length, to.length)
}

/** Find the nearest known word. Undefined when no word is near: more than a third of its letters would have to change. */
export function nearestTo(word: string, known: readonly string[]): string | undefined {
  // Nobody mistypes a word of that length, and the distance takes time in the square of it.
  if (word.length > 100) return undefined
  const ranked = known
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, name.replace(/^--|^GREENROOM_/, '').length / 3))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.name
}

/** A clause such as `; did you mean --port?`, or an empty string when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestTo(word, known)
  return nearest === undefined ? '' : `; did you mean ${nearest}?`
}
