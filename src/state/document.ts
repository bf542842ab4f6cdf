/** Reads a state document piece by piece: JSON in any order, of which no more than a row is held at a time. */

import { Tokenizer, TokenizerError, TokenParser, TokenParserError, TokenType } from '@streamparser/json'
import { StateError } from './error.js'
import { stateTableNames } from './tables.js'

const MAX_ROW_BYTES = 16 * 1024 * 1024
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
  }

  return {
    follow,
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
  let problem: Error | undefined

  tokenizer.onToken = (token) => {
    outline.follow(token)
    parser.write(token)
  }
  parser.onValue = ({ value, key, stack }) => {
    sinceRow = 0
    if (stack.length === 1) head[key as keyof DocumentHead] = value
    else onRow(value, String(stack[1]?.key), Number(key))
  }
  // The first error is the cause of those that follow.
  tokenizer.onError = (error) => {
    problem ??= error
  }
  parser.onError = tokenizer.onError

  /** @throws StateError, or an error that is not the document's fault */
  const fail = () => {
    if (!problem) return
    if (problem instanceof TokenizerError || problem instanceof TokenParserError) {
      const reason = problem.message.replace(
        / at chunk position .*?absolute position "(\d+)".*$/s,
        ' at position $1',
      )
      throw new StateError(`/ is not JSON: ${reason}`)
    }
    if ((problem as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new StateError(`${outline.place()} is not UTF-8`)
    if (problem instanceof StateError && head.greenroom === undefined)
      throw new StateError(`${problem.message}; a state document begins with "greenroom": "state"`)
    throw problem
  }

  return {
    write(step: Uint8Array) {
      sinceRow += step.length
      if (sinceRow > MAX_ROW_BYTES)
        throw new StateError(`/ must not have a value of more than ${MAX_ROW_BYTES} bytes`)
      tokenizer.write(step)
      fail()
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
