/** The list of tables that are the state, held against the schema, so that no table is forgotten. */

import t from 'tap'
import {
  derivedTableNames,
  localTableNames,
  readStateTables,
  stateTableNames,
} from '../../src/state/tables.js'
import { openDatabase } from '../../src/store/database.js'

t.test('every table is part of the state, follows from it, or is named as kept beside it', async (t) => {
  const db = openDatabase(':memory:')
  t.teardown(() => db.close())
  const tables = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all()
  t.same(tables.sort(), [...stateTableNames, ...derivedTableNames, ...localTableNames].sort())
})

t.test('parents come before children', async (t) => {
  const db = openDatabase(':memory:')
  t.teardown(() => db.close())
  const seen: string[] = []
  for (const name of stateTableNames) {
    for (const { table } of db.pragma(`foreign_key_list(${name})`) as { table: string }[])
      t.ok(seen.includes(table), `${name} after ${table}`)
    seen.push(name)
  }
})

t.test('every column that is unique over all accounts can be drawn anew', async (t) => {
  const db = openDatabase(':memory:')
  t.teardown(() => db.close())
  const unique: string[] = []
  const redrawn: string[] = []
  for (const { name, columns } of readStateTables(db)) {
    for (const index of db.pragma(`index_list(${name})`) as { name: string; unique: number }[]) {
      const indexed = (db.pragma(`index_info(${index.name})`) as { name: string }[]).map((each) => each.name)
      const ofOneParent = columns.some(
        ({ name, pkOf, isAccount }) => indexed.includes(name) && (pkOf || isAccount),
      )
      if (index.unique && !ofOneParent) unique.push(`${name}.${indexed.join()}`)
    }
    redrawn.push(...columns.filter(({ redraw }) => redraw).map((column) => `${name}.${column.name}`))
  }
  t.same(redrawn.sort(), unique.sort())
  t.ok(unique.length)
})
