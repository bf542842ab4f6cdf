/** Reads a state document piece by piece: JSON in any order, of which no more than a row is held at a time. */

import { Tokenizer, TokenizerError, TokenParser, TokenParserError, TokenType } from '@streamparser/json'
import { StateError } from './error.js'
import { createRowScanner } from './row-scanner.js'
import { stateTableNames } from './tables.js'

const MAX_ROW_BYTES = 16 * 1024 * 1024
const LEFT_BRACKET = 0x5b
/** The parser is given this much at a time. */
const STEP_BYTES = 64 * 1024

const headNames = ['greenroom', 'version', 'account_id', 'clock'] as const
const tableNames: readonly string[] = stateTableNames
/** The properties of a document besides its tables, not yet checked. */
export type DocumentHead = Partial<Record<(typeof headNames)[number], unknown>>

export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

type Token = Parameters<Tokenizer['onToken']>[0]

/** Follows the outermost object: its properties are known, none is there twice, and tables are arrays. */
function createOutline() {
  let rows = 0
  /** Whether the last token was the bracket with which a table begins. */
  let begins = false
  const seen = new Set<string>()
  let depth = 0
  let name: string | undefined

  /** @throws StateError */
  const follow = ({ token, value }: Token) => {
    if (depth === 1 && token === TokenType.STRING && name === undefined) {
      name = String(value)
      if (!tableNames.includes(name) && !(headNames as readonly string[]).includes(name))
        throw new StateError(`/ must not have the property ${name}`)
      if (seen.has(name)) throw new StateError(`/${name} must not be there twice`)
      seen.add(name)
      rows = 0
    } else if (depth === 1 && token === TokenType.COMMA) name = undefined
    else if (depth === 1 && token !== TokenType.COLON && token !== TokenType.RIGHT_BRACE)
      if (name !== undefined && tableNames.includes(name) && token !== TokenType.LEFT_BRACKET)
        throw new StateError(`/${name} must be an array`)
    if (depth === 0 && token !== TokenType.LEFT_BRACE) throw new StateError('/ must be an object')
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth++
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth--
    if (token === TokenType.COMMA && depth === 2) rows++
    begins =
      token === TokenType.LEFT_BRACKET && depth === 2 && name !== undefined && tableNames.includes(name)
  }

  return {
    follow,
    /** Whether the last token was the bracket with which a table begins; true once for each. */
    takeBegin() {
      const isBegin = begins
      begins = false
      return isBegin
    },
    /** The rows of the table that were read by somebody else. */
    skipTo(row: number) {
      rows = row
    },
    get name() {
      return name
    },
    /** Where the reading is, such as /livestreams/17. */
    place: () => (name === undefined ? '/' : depth < 2 ? `/${name}` : `/${name}/${rows}`),
  }
}

/** @param onRow called with each row, its table, and its place in that table's list */
function createReader(onRow: (row: unknown, table: string, index: number) => void) {
  const tokenizer = new Tokenizer()
  const parser = new TokenParser({
    paths: [...headNames.map((name) => `$.${name}`), ...tableNames.map((name) => `$.${name}.*`)],
    keepStack: false,
  })
  const outline = createOutline()
  const head: DocumentHead = {}
  let sinceRow = 0
  /** Bytes of the document before the step, and how many of all the scanner has read instead of the tokenizer. */
  let before = 0
  let scanned = 0
  /** The rows of the current table that the scanner has read. */
  let scannedRows = 0
  let isScanning = false
  let problem: Error | undefined

  tokenizer.onToken = (token) => {
    outline.follow(token)
    parser.write(token)
  }
  parser.onValue = ({ value, key, stack }) => {
    sinceRow = 0
    if (stack.length === 1) head[key as keyof DocumentHead] = value
    else onRow(value, String(stack[1]?.key), scannedRows + Number(key))
  }
  // The first error is the cause of those that follow.
  tokenizer.onError = (error) => {
    problem ??= error
  }
  parser.onError = tokenizer.onError

  const explain = (error: unknown) =>
    error instanceof StateError && head.greenroom === undefined
      ? new StateError(`${error.message}; a state document begins with "greenroom": "state"`)
      : error

  /** @throws StateError, or an error that is not the document's fault */
  const fail = () => {
    if (!problem) return
    if (problem instanceof TokenizerError || problem instanceof TokenParserError) {
      const reason = problem.message.replace(
        / at chunk position .*?absolute position "(\d+)".*$/s,
        (_, position) => ` at position ${Number(position) + scanned}`,
      )
      throw new StateError(`/ is not JSON: ${reason}`)
    }
    if ((problem as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new StateError(`${outline.place()} is not UTF-8`)
    throw explain(problem)
  }

  const scanner = createRowScanner({
    maxBytes: MAX_ROW_BYTES,
    onRow(text, index) {
      let row: unknown
      try {
        row = JSON.parse(text)
      } catch (error) {
        throw new StateError(`/${outline.name}/${index} is not JSON: ${(error as Error).message}`)
      }
      onRow(row, String(outline.name), index)
    },
    refuseEncoding(index) {
      throw new StateError(`/${outline.name}/${index} is not UTF-8`)
    },
  })

  /** Read what is no row, to the end of the step or to the bracket with which a table begins. @returns where it ends */
  const tokenize = (step: Uint8Array, from: number): number => {
    const bracket = step.indexOf(LEFT_BRACKET, from)
    const to = bracket < 0 ? step.length : bracket + 1
    sinceRow += to - from
    if (sinceRow > MAX_ROW_BYTES)
      throw new StateError(`/ must not have a value of more than ${MAX_ROW_BYTES} bytes`)
    tokenizer.write(step.subarray(from, to))
    fail()
    if (outline.takeBegin()) {
      isScanning = true
      sinceRow = scannedRows = 0
      scanner.begin()
    }
    return to
  }

  /** Read rows. @returns where they end */
  const scan = (step: Uint8Array, from: number): number => {
    try {
      const { at, goesOn } = scanner.read(step, from, before)
      scanned += at - from
      if (goesOn) return at
      isScanning = false
      scannedRows = scanner.index
      outline.skipTo(scannedRows)
      return at
    } catch (error) {
      throw explain(error)
    }
  }

  return {
    write(step: Uint8Array) {
      for (let at = 0; at < step.length; ) at = isScanning ? scan(step, at) : tokenize(step, at)
      before += step.length
    },
    /** @throws StateError when the document is cut short */
    end(): DocumentHead {
      if (!parser.isEnded) throw new StateError('/ ends before its JSON does')
      return head
    },
  }
}

/**
 * Read a document to its end.
 * @throws StateError when the document is not JSON in UTF-8, is cut short, or has unknown properties; and what `onRow`
 * throws
 */
export async function readStateDocument(
  chunks: Chunks,
  onRow: (row: unknown, table: string, index: number) => void,
): Promise<DocumentHead> {
  const reader = createReader(onRow)
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    for (let at = 0; at < bytes.length; at += STEP_BYTES) reader.write(bytes.subarray(at, at + STEP_BYTES))
  }
  return reader.end()
}
