import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createEmulator } from '../src/index.js'

// By its file, a fixture is checked in full; by its name, one that ships is trusted.
const folder = fileURLToPath(new URL('../../fixtures/', import.meta.url))
const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'fixture.schema.json')

t.ok(names.includes('docs.json'), 'docs ships')
for (const name of names)
  t.test(`${name}, which ships, is a fixture that a user could load from a file`, async (t) => {
    await using emulator = await createEmulator({ fixtures: [`${folder}${name}`] })
    t.match(emulator.info(), { fixtures: [name.replace('.json', '')] })
  })
