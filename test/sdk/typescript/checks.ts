import { inspect, isDeepStrictEqual } from 'node:util'

type ErrorClass = new (...details: never[]) => Error

/** Expectations that count themselves; the first that fails throws an error that names its step. */
export function createChecks(log: (line: string) => void) {
  let current = 'start'
  let steps = 0
  let checks = 0

  const fail = (what: string, expected: string, seen: unknown): never => {
    throw new Error(`step "${current}": ${what}: expected ${expected}, saw ${inspect(seen, { depth: 8 })}`)
  }

  return {
    step(name: string) {
      current = name
      steps += 1
      log(`${steps}. ${name}`)
    },
    equal(what: string, seen: unknown, expected: unknown) {
      checks += 1
      if (!isDeepStrictEqual(seen, expected)) fail(what, inspect(expected, { depth: 8 }), seen)
    },
    matches(what: string, seen: string | null | undefined, pattern: RegExp) {
      checks += 1
      if (typeof seen !== 'string' || !pattern.test(seen)) fail(what, `a string like ${pattern}`, seen)
    },
    present<Value>(what: string, seen: Value): NonNullable<Value> {
      checks += 1
      return seen ?? fail(what, 'a value', seen)
    },
    /** The call is refused with this error of the SDK, and the service's text in it. */
    async refused(what: string, call: Promise<unknown>, [error, text]: [ErrorClass, RegExp]) {
      checks += 1
      const expected = `${error.name} like ${text}`
      const seen = await call.then(
        (answer) => fail(what, expected, answer),
        (reason: unknown) => reason,
      )
      if (!(seen instanceof error) || !text.test(seen.message)) fail(what, expected, seen)
    },
    /** An error of a call that should have succeeded, with the step it happened in. */
    explain: (error: unknown) =>
      error instanceof Error && error.message.startsWith('step "')
        ? error
        : new Error(`step "${current}": expected an answer, saw ${error}`, { cause: error }),
    summary: () => `${checks} checks passed in ${steps} steps`,
  }
}

export type Checks = ReturnType<typeof createChecks>
