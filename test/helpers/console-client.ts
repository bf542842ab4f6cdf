/** The parts of the console that need no page, in Node: bundled as the build does, with a page's globals in their place. */

import { build } from 'esbuild'
import { root } from './bundle.js'

export interface ConsoleEvent {
  type: string
  data: unknown
}

interface Action {
  label: string
  call: Call
  ctl: string
  confirm?: string
  after?: (answer: unknown) => void
}

interface Call {
  method: string
  path: string
  query?: object
  body?: unknown
}

/** What tests use of src/console/core. */
export interface ConsoleClient {
  call(request: Call): Promise<unknown>
  targetOf(request: Omit<Call, 'method'>): string
  curlOf(request: Call): string
  ctlOf(...words: (string | number | undefined)[]): string
  act(action: Action): Promise<void>
  answer(isYes: boolean): void
  asked: { value: Action | undefined }
  notices: { value: { id: number; text: string; isError: boolean; lines: string[] }[] }
  startLive(): void
  connection: { value: 'connecting' | 'live' | 'lost' }
  listen(listener: (event: ConsoleEvent) => void): () => void
  onReturn(callback: () => void): () => void
  watchRequests(): () => void
}

const core = ['client', 'actions', 'live'].map((name) => `export * from './src/console/core/${name}.js'`)

/** An event source that a test drives: it opens, breaks, and brings events when the test says so. */
export class FakeEventSource {
  static readonly CLOSED = 2
  static opened: FakeEventSource[] = []
  readyState = 0
  onopen = () => {}
  onerror = () => {}
  readonly #listeners = new Map<string, (event: { data: string }) => void>()
  constructor(readonly url: string) {
    FakeEventSource.opened.push(this)
  }
  addEventListener(type: string, listener: (event: { data: string }) => void) {
    this.#listeners.set(type, listener)
  }
  bring(type: string, data: unknown) {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) })
  }
  close() {
    this.readyState = FakeEventSource.CLOSED
  }
}

let loads = 0

/**
 * Load the client anew.
 * @param origin where the page would be
 * @param timer sets a timer of the page; without it, one that does not keep the process
 */
export async function loadConsoleClient(
  origin: string,
  timer = (ring: () => void, milliseconds: number): unknown => setTimeout(ring, milliseconds).unref(),
): Promise<ConsoleClient> {
  const { outputFiles } = await build({
    stdin: { contents: core.join('\n'), resolveDir: root },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const page = {
    location: { origin },
    EventSource: FakeEventSource,
    addEventListener: () => {},
    setTimeout: timer,
    fetch: (path: string, options: RequestInit) => fetch(`${origin}${path}`, options),
  }
  const names = Object.keys(page)
  // A module of the same text would be the one that was loaded before.
  loads += 1
  const script = `// ${loads}\nconst { ${names.join(', ')} } = globalThis.consolePage;\n${outputFiles[0]?.text}`
  Object.assign(globalThis, { consolePage: page })
  return import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`)
}
