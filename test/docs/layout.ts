/** How the pages lay out JSON: on one line where it fits, else a property or an item a line. */

const WIDTH = 110

function lines(value: unknown, indent: string): string {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const parts = Object.entries(value).map(
    ([key, inner]) =>
      `${deeper}${Array.isArray(value) ? '' : `${JSON.stringify(key)}: `}${lines(inner, deeper)}`,
  )
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}

/** JSON laid out; any other text as it is. */
export function layOut(text: string): string {
  try {
    return lines(JSON.parse(text), '')
  } catch {
    return text
  }
}
