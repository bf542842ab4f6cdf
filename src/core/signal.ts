/** A list of listeners that are called, in the order in which they came, each time something happens. */

export interface Signal<Value> {
  /** @returns a function that stops the listening */
  listen(listener: (value: Value) => void): () => void
  emit(value: Value): void
  readonly hasListeners: boolean
}

/** Create a signal. A listener may add or remove listeners; an exception reaches the caller of `emit`. */
export function createSignal<Value = void>(): Signal<Value> {
  const listeners = new Set<(value: Value) => void>()
  return {
    listen(listener) {
      const own = (value: Value) => listener(value)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    emit(value) {
      for (const listener of [...listeners]) listener(value)
    },
    get hasListeners() {
      return listeners.size > 0
    },
  }
}
