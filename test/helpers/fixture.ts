import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Teardown } from './requests.js'

/** Write a fixture to a file that is removed with the test. @returns its path, which ends in `fixture.json` */
export function writeFixture(t: Teardown, content: object | string, name = 'fixture.json'): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-fixture-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
