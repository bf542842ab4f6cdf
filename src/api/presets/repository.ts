import type { Database } from 'better-sqlite3'
import type { Page, Paged } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import type { Preset } from './preset.js'

interface PresetRow {
  pk: number
  app_pk: number
  id: string
  name: string
  config: string
  permissions: string
  ui: string
  uses: number
  created_at: number
  updated_at: number
}

const rowToPreset = (row: PresetRow): Preset => ({
  pk: row.pk,
  appPk: row.app_pk,
  id: row.id,
  name: row.name,
  config: JSON.parse(row.config),
  permissions: JSON.parse(row.permissions),
  ui: JSON.parse(row.ui),
  uses: row.uses,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const presetToRow = (preset: Omit<Preset, 'pk'>): Omit<PresetRow, 'pk'> => ({
  app_pk: preset.appPk,
  id: preset.id,
  name: preset.name,
  config: JSON.stringify(preset.config),
  permissions: JSON.stringify(preset.permissions),
  ui: JSON.stringify(preset.ui),
  uses: preset.uses,
  created_at: preset.createdAt,
  updated_at: preset.updatedAt,
})

export interface PresetFilter {
  /** Part of the name. */
  search?: string | undefined
}

/** A preset as a list shows it. */
export type PresetSummary = Pick<Preset, 'id' | 'name' | 'createdAt' | 'updatedAt'>

/** Create the presets' repository: the one place with SQL of presets. */
export function createPresetsRepository(db: Database) {
  const byId = db.prepare<[number, string], PresetRow>('SELECT * FROM presets WHERE app_pk = ? AND id = ?')
  const byName = db.prepare<[number, string], PresetRow>(
    'SELECT * FROM presets WHERE app_pk = ? AND name = ?',
  )
  const byPk = db.prepare<[number], PresetRow>('SELECT * FROM presets WHERE pk = ?')
  const insert = db.prepare(
    `INSERT INTO presets (app_pk, id, name, config, permissions, ui, uses, created_at, updated_at)
     VALUES (:app_pk, :id, :name, :config, :permissions, :ui, :uses, :created_at, :updated_at)`,
  )
  const update = db.prepare(
    `UPDATE presets SET name = :name, config = :config, permissions = :permissions, ui = :ui,
       updated_at = :updated_at WHERE pk = :pk`,
  )
  const countUse = db.prepare<[number]>('UPDATE presets SET uses = uses + 1 WHERE pk = ?')
  const remove = db.prepare<[number]>('DELETE FROM presets WHERE pk = ?')
  const matches = 'app_pk = :app AND (:search IS NULL OR instr(fold(name), fold(:search)))'
  const count = db.prepare<object, number>(`SELECT count(*) FROM presets WHERE ${matches}`).pluck()
  const list = db.prepare<object, Pick<PresetRow, 'id' | 'name' | 'created_at' | 'updated_at'>>(
    `SELECT id, name, created_at, updated_at FROM presets WHERE ${matches}
     ORDER BY created_at DESC, pk DESC ${onePage}`,
  )
  const found = (row: PresetRow | undefined) => row && rowToPreset(row)

  return {
    find: (appPk: number, id: string): Preset | undefined => found(byId.get(appPk, id)),
    findByName: (appPk: number, name: string): Preset | undefined => found(byName.get(appPk, name)),
    get: (pk: number): Preset | undefined => found(byPk.get(pk)),
    insert: (preset: Omit<Preset, 'pk'>): Preset => ({
      ...preset,
      pk: Number(insert.run(presetToRow(preset)).lastInsertRowid),
    }),
    update(preset: Preset): Preset {
      update.run({ pk: preset.pk, ...presetToRow(preset) })
      return preset
    },
    countUse: (pk: number) => void countUse.run(pk),
    remove: (pk: number) => void remove.run(pk),
    list(appPk: number, { filter, page }: { filter: PresetFilter; page: Page }): Paged<PresetSummary> {
      const where = { app: appPk, search: filter.search ?? null }
      return {
        items: list.all({ ...where, ...page }).map(({ id, name, created_at, updated_at }) => ({
          id,
          name,
          createdAt: created_at,
          updatedAt: updated_at,
        })),
        page,
        total: count.get(where) ?? 0,
      }
    },
  }
}

export type PresetsRepository = ReturnType<typeof createPresetsRepository>
