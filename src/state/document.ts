/** Reading a state document piece by piece: any JSON text, in any order, without holding more than a row of it. */

import { Tokenizer, TokenizerError, TokenParser, TokenParserError, TokenType } from '@streamparser/json'
import { StateError } from './error.js'
import { stateTableNames } from './tables.js'

/** More than this between one row and the next is no row, in bytes. */
const mostBetweenRows = 16 * 1024 * 1024
/** How much is parsed at a time, in bytes. */
const stepLength = 64 * 1024

const headNames = ['greenroom', 'version', 'account_id', 'clock'] as const
const tableNames: readonly string[] = stateTableNames
/** What a document says besides its rows, as it says it. */
export type DocumentHead = Partial<Record<(typeof headNames)[number], unknown>>

export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

type Token = Parameters<Tokenizer['onToken']>[0]

/** Follows the outermost object: its properties are known, none is there twice, and tables are arrays. */
function createOutline() {
  const seen = new Set<string>()
  let depth = 0
  let name: string | undefined

  /** @throws StateError */
  return ({ token, value }: Token) => {
    if (depth === 1 && token === TokenType.STRING && name === undefined) {
      name = String(value)
      if (!tableNames.includes(name) && !(headNames as readonly string[]).includes(name))
        throw new StateError(`/ must not have the property ${name}`)
      if (seen.has(name)) throw new StateError(`/${name} must not be there twice`)
      seen.add(name)
    } else if (depth === 1 && token === TokenType.COMMA) name = undefined
    else if (depth === 1 && token !== TokenType.COLON && token !== TokenType.RIGHT_BRACE)
      if (name !== undefined && tableNames.includes(name) && token !== TokenType.LEFT_BRACKET)
        throw new StateError(`/${name} must be an array`)
    if (depth === 0 && token !== TokenType.LEFT_BRACE) throw new StateError('/ must be an object')
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth++
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth--
  }
}

/** @param onRow called with each row, its table, and its place in that table's list */
function createReader(onRow: (row: unknown, table: string, index: number) => void) {
  const tokenizer = new Tokenizer()
  const parser = new TokenParser({
    paths: [...headNames.map((name) => `$.${name}`), ...tableNames.map((name) => `$.${name}.*`)],
    keepStack: false,
  })
  const follow = createOutline()
  const head: DocumentHead = {}
  let sinceRow = 0
  let problem: Error | undefined

  tokenizer.onToken = (token) => {
    follow(token)
    parser.write(token)
  }
  parser.onValue = ({ value, key, stack }) => {
    sinceRow = 0
    if (stack.length === 1) head[key as keyof DocumentHead] = value
    else onRow(value, String(stack[1]?.key), Number(key))
  }
  // The first is the cause of those that follow.
  tokenizer.onError = (error) => {
    problem ??= error
  }
  parser.onError = tokenizer.onError

  /** @throws StateError, and what is not the document's fault */
  const fail = () => {
    if (!problem) return
    if (problem instanceof TokenizerError || problem instanceof TokenParserError) {
      const reason = problem.message.replace(
        / at chunk position .*?absolute position "(\d+)".*$/s,
        ' at position $1',
      )
      throw new StateError(`/ is not JSON: ${reason}`)
    }
    if (problem instanceof StateError && head.greenroom === undefined)
      throw new StateError(`${problem.message}; a state document begins with "greenroom": "state"`)
    throw problem
  }

  return {
    write(step: Uint8Array) {
      sinceRow += step.length
      if (sinceRow > mostBetweenRows)
        throw new StateError(`/ must not have a value of more than ${mostBetweenRows} bytes`)
      tokenizer.write(step)
      fail()
    },
    /** @throws StateError when it is cut short */
    end(): DocumentHead {
      if (!parser.isEnded) throw new StateError('/ ends before its JSON does')
      return head
    },
  }
}

/**
 * Read a document to its end.
 * @throws StateError when it is not JSON, is cut short, or has an unknown outline; and what `onRow` throws
 */
export async function readStateDocument(
  chunks: Chunks,
  onRow: (row: unknown, table: string, index: number) => void,
): Promise<DocumentHead> {
  const reader = createReader(onRow)
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    for (let at = 0; at < bytes.length; at += stepLength) reader.write(bytes.subarray(at, at + stepLength))
  }
  return reader.end()
}
