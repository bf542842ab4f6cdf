/** The text of a state document: however it is cut into pieces, and where it is no JSON. */

import t from 'tap'
import { readStateDocument } from '../../src/state/document.js'
import { createRandom, rounds } from '../helpers/campaign.js'

interface Read {
  rows: [table: string, index: number, row: unknown][]
  head: unknown
}

async function read(chunks: Iterable<string | Uint8Array>): Promise<Read> {
  const rows: Read['rows'] = []
  const head = await readStateDocument(chunks, (row, table, index) => rows.push([table, index, row]))
  return { rows, head }
}

const document = {
  greenroom: 'state',
  version: 1,
  account_id: 'a [ bracket',
  accounts: [],
  apps: [
    { pk: 1, name: 'braces } { and ] [, "quotes" \\ and \\" a backslash at the end \\' },
    { pk: 2, name: 'äöü € 🎥 \u0000 \ud800', nested: { a: [1, { b: '}' }], c: null } },
    {},
    { pk: -1.5e3, flag: true },
  ],
  meetings: [{ pk: 3 }, null, 7, [{ pk: 4 }], { pk: 5 }, 'text'],
  sessions: ['te[xt', { pk: 6 }],
  jobs: [{ payload: '{"a":"}"}' }],
  clock: { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' },
}
const expected = {
  rows: (['apps', 'meetings', 'sessions', 'jobs'] as const).flatMap((table) =>
    document[table].map((row, index) => [table, index, row]),
  ),
  head: {
    greenroom: 'state',
    version: 1,
    account_id: 'a [ bracket',
    clock: { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' },
  },
}

t.test('rows are the same however the text is cut into pieces', async (t) => {
  const random = createRandom()
  for (const text of [JSON.stringify(document), JSON.stringify(document, null, '\t\r\n ')]) {
    const bytes = Buffer.from(text)
    t.same(await read([text]), expected, 'whole')
    t.same(await read(Array.from(bytes, (byte) => Uint8Array.of(byte))), expected, 'byte by byte')
    for (let round = 0; round < rounds(50, 500); round++) {
      const pieces: Uint8Array[] = []
      for (let at = 0; at < bytes.length; ) {
        const to = at + 1 + Math.floor(random() * 60)
        pieces.push(bytes.subarray(at, to))
        at = to
      }
      t.same(await read(pieces), expected)
    }
  }
})

const begin = '{"greenroom":"state","version":1,'
const broken: [what: string, text: string | Uint8Array, problem: RegExp][] = [
  [
    'a comma before the end',
    `${begin}"apps":[{"pk":1},]}`,
    /^\/ is not JSON: Unexpected "\]" at position 50$/,
  ],
  ['no comma', `${begin}"apps":[{"pk":1} {"pk":2}]}`, /^\/ is not JSON: Unexpected "{" at position 50$/],
  ['two commas', `${begin}"apps":[{"pk":1},,{"pk":2}]}`, /^\/ is not JSON: Unexpected "," at position 50$/],
  ['a comma first', `${begin}"apps":[,{"pk":1}]}`, /^\/ is not JSON: Unexpected "," at position 41$/],
  ['a row without quotes', `${begin}"apps":[{"pk":1},{pk:2}]}`, /^\/apps\/1 is not JSON: /],
  ['braces that cross brackets', `${begin}"apps":[{"a":[}]}`, /^\/apps\/0 is not JSON: /],
  ['a row that is cut short', `${begin}"apps":[{"pk":1},{"pk":`, /^\/ ends before its JSON does$/],
  ['a table that is cut short', `${begin}"apps":[{"pk":1}`, /^\/ ends before its JSON does$/],
  ['a brace too many', `${begin}"apps":[{"pk":1}}]}`, /^\/ is not JSON: Unexpected "}" at position 49$/],
  ['nonsense after rows', `${begin}"apps":[{"pk":1},x]}`, /^\/ is not JSON: Unexpected "x" at position 50$/],
  [
    'nonsense after a table',
    `${begin}"apps":[{"pk":1}] x}`,
    /^\/ is not JSON: Unexpected "x" at position 51$/,
  ],
  [
    'a row that is not UTF-8',
    Buffer.concat([Buffer.from(`${begin}"apps":[{"pk":1},{"name":"`), Buffer.of(0xff), Buffer.from('"}]}')]),
    /^\/apps\/1 is not UTF-8$/,
  ],
]
for (const [what, text, problem] of broken)
  t.test(`${what} is refused with the place`, async (t) => {
    await t.rejects(read([text]), { name: 'StateError', message: problem })
    const bytes = Buffer.from(text as string)
    await t.rejects(read(Array.from(bytes, (byte) => Uint8Array.of(byte))), { message: problem })
  })
