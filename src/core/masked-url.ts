/** Hide the password of a URL, for wherever a URL is shown or logged. A text that is not a URL stays as it is. */
export function maskPassword(url: string): string {
  if (!url.includes('@') || !URL.canParse(url)) return url
  const masked = new URL(url)
  if (masked.password === '') return url
  masked.password = '***'
  return masked.href
}
