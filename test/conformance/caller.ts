import assert from 'node:assert/strict'

// biome-ignore lint/suspicious/noExplicitAny: bodies are checked against the published schemas, not here
type Body = any

export interface Caller {
  /** One call below the account; fails unless the status is the expected one. */
  call(method: string, path: string, expected: number, options?: CallOptions): Promise<Body>
  get(path: string): Promise<Body>
  /** A call past what checks the answers, of an operation whose published schema cannot be read. */
  unchecked(path: string): Promise<Body>
  /** A call of the control API. */
  control(path: string, body: object): Promise<Body>
  /** Page through with per_page=1; fails unless the pages are as many as the first said. Gives every page. */
  pages(path: string, pagingOf: (body: Body) => Paging): Promise<Body[]>
  count(): number
}

interface CallOptions {
  body?: unknown
  /** Instead of the documentation's account. */
  account?: string
  headers?: Record<string, string>
}

interface Paging {
  total_count: number
  start_offset: number
  end_offset: number
}

/** The account that the documentation's examples use. */
const docsAccount = '023e105f4ecef8ad9ca31a8372d0c353'

export function createCaller({ baseUrl, origin }: { baseUrl: string; origin: string }): Caller {
  let calls = 0

  const send = async (
    method: string,
    url: string,
    { body, headers = { authorization: 'Bearer any-token' } }: CallOptions,
  ) => {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }

  const call: Caller['call'] = async (method, path, expected, options = {}) => {
    calls += 1
    const url = `${baseUrl}/accounts/${options.account ?? docsAccount}/realtime/kit${path}`
    const { status, body } = await send(method, url, options)
    assert.equal(status, expected, `${method} ${path}: ${JSON.stringify(body)}`)
    return body
  }
  const get: Caller['get'] = (path) => call('GET', path, 200)

  return {
    call,
    get,
    async unchecked(path) {
      calls += 1
      const url = `${origin}/client/v4/accounts/${docsAccount}/realtime/kit${path}`
      const { status, body } = await send('GET', url, {})
      assert.equal(status, 200, `GET ${path}: ${JSON.stringify(body)}`)
      return body
    },
    async control(path, body) {
      const answer = await send('POST', `${origin}/_greenroom${path}`, { body })
      assert.equal(answer.status, 200, `POST /_greenroom${path}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    async pages(path, pagingOf) {
      const page = (number: number) =>
        get(`${path}${path.includes('?') ? '&' : '?'}per_page=1&page_no=${number}`)
      const bodies = [await page(1)]
      const total = pagingOf(bodies[0]).total_count
      for (let number = 2; number <= total; number++) bodies.push(await page(number))
      bodies.forEach((body, i) => {
        assert.deepEqual(pagingOf(body), { total_count: total, start_offset: i + 1, end_offset: i + 1 }, path)
      })
      const beyond = { total_count: total, start_offset: 0, end_offset: 0 }
      assert.deepEqual(pagingOf(await page(total + 1)), beyond, path)
      return bodies
    },
    count: () => calls,
  }
}
