/** The URL that a webhook is sent to. */

/** Describe why a URL cannot be sent to, in words that follow the field's name; undefined when it can. */
export function problemOfTarget(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url)) return 'must be a valid uri with a scheme matching the http|https pattern'
  if (!URL.canParse(url)) return 'must be a valid uri'
  if (new URL(url).port === '0') return 'must have a port from 1 to 65535: nothing listens on port 0'
  return undefined
}

/** Whether two URLs lead to the same place: `http://host` and `http://HOST:80/` do. */
export const isSameTarget = (a: string, b: string) =>
  a === b || (URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href)
