/** Commands that take the state out, put it back, and return to the fixtures. */

import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CtlError, UsageError } from '../client.js'
import { account, type Command, fields } from './command.js'

export const reset: Command = {
  usage: 'reset [--account ID] [--fixtures NAME ...]',
  summary: 'Return to the fixtures, or load other ones.',
  options: { ...account, fixtures: { type: 'string', multiple: true } },
  words: [0, 0],
  run: async (client, { values }) =>
    fields(
      await client.call('POST', '/reset', {
        body: { account_id: values.account, fixtures: values.fixtures },
      }),
    ),
}

export const state: Command = {
  usage: 'state export [FILE] [--account ID]\n  state import FILE [--account ID]',
  summary: 'Export the state, or one account, to a JSON file, or import it.',
  options: account,
  words: [1, 2],
  async run(client, { words: [action, file], values, stdout }) {
    const query = { account_id: values.account }
    if (action === 'export') {
      const body = await client.stream('GET', '/state', { query })
      const source = Readable.fromWeb(body as import('node:stream/web').ReadableStream)
      await pipeline(source, file ? createWriteStream(file) : stdout, { end: file !== undefined })
      return undefined
    }
    if (action !== 'import' || file === undefined) throw new UsageError(`Usage:\n  ${state.usage}`)
    const source = createReadStream(file)
    await once(source, 'open').catch((error: NodeJS.ErrnoException) => {
      throw new CtlError(`${file} cannot be read (${error.code})`)
    })
    const body = Readable.toWeb(source) as ReadableStream<Uint8Array>
    const answer = await client.stream('PUT', '/state', { query, body })
    return fields(await new Response(answer).json())
  },
}
