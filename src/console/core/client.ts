/** Calls the control API. */

export const control = '/_greenroom'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type CallQuery = Record<string, string | number | boolean | undefined>

/** A call of the control API, as it is made and as it is shown. */
export interface Call {
  method: Method
  /** Below the prefix of the control API. */
  path: string
  query?: CallQuery
  headers?: Record<string, string>
  body?: unknown
}

/** A refusal, or a call that was not answered; the message is for people. */
export class CallError extends Error {
  override name = 'CallError'
  /** @param status 0 when there was no answer */
  constructor(
    message: string,
    readonly status: number,
    readonly answer?: unknown,
  ) {
    super(message)
  }
}

/** Write the path and the query of a call. */
export function targetOf({ path, query = {} }: Pick<Call, 'path' | 'query'>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `${control}${path}${text && `?${text}`}`
}

/** Find the message in a refusal, in whichever form it is. */
const messageOf = (answer: unknown, status: number) => {
  const { error, errors } = (answer ?? {}) as {
    error?: { message?: string }
    errors?: { message?: string }[]
  }
  return error?.message ?? errors?.[0]?.message ?? `It was answered with the status ${status}`
}

/** @throws CallError when there is no answer */
async function fetchFrom(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw new CallError('Greenroom does not answer', 0)
  }
}

/** Read the JSON of an answer; null without a body. @throws CallError */
async function jsonOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text()
  let answer: unknown = null
  try {
    if (text) answer = JSON.parse(text)
  } catch {
    throw new CallError(`The answer is not JSON: ${text.slice(0, 200)}`, response.status, text)
  }
  if (!response.ok) throw new CallError(messageOf(answer, response.status), response.status, answer)
  return answer as Answer
}

/** Make a call, whatever it is answered. @throws CallError when there is no answer */
export function send(request: Call): Promise<Response> {
  const { method, headers, body } = request
  return fetchFrom(targetOf(request), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/**
 * Make a call.
 * @returns the answer's JSON, or null without a body
 * @throws CallError
 */
export const call = async <Answer>(request: Call) => jsonOf<Answer>(await send(request))

/** Read a document that stands beside the control API. @param url such as `/openapi.json` @throws CallError */
export const getDocument = async <Document>(url: string) => jsonOf<Document>(await fetchFrom(url))

/** Read from the control API. @throws CallError */
export const get = <Answer>(path: string, query?: CallQuery) =>
  call<Answer>({ method: 'GET', path, ...(query && { query }) })

const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** Write the command line of curl that makes a call. @param url where the call is made otherwise than here */
export function curlOf(request: Call, url = location.origin + targetOf(request)): string {
  const { method, headers = {}, body } = request
  const parts = [
    'curl',
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : ['-X', method]),
  ]
  for (const [name, value] of Object.entries(headers)) parts.push('-H', quoted(`${name}: ${value}`))
  if (body !== undefined) parts.push('-H', quoted('Content-Type: application/json'))
  parts.push(quoted(url))
  if (body !== undefined) parts.push('-d', quoted(JSON.stringify(body)))
  return parts.join(' ')
}

/** Write a command line of `greenroom ctl`. Undefined words are left out. */
export const ctlOf = (...words: (string | number | undefined)[]) =>
  ['greenroom ctl', ...words.filter((word) => word !== undefined).map((word) => quoted(String(word)))].join(
    ' ',
  )

/** The words of `greenroom ctl` that limit a command to an account and an app. */
export const ctlScope = ({
  account_id,
  app_id,
}: {
  account_id?: string | undefined
  app_id?: string | undefined
}) => [
  ...(account_id === undefined ? [] : ['--account', account_id]),
  ...(app_id === undefined ? [] : ['--app', app_id]),
]
