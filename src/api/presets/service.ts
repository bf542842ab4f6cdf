import type { TSchema } from '@sinclair/typebox'
import { Default } from '@sinclair/typebox/value'
import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import type { Page } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import { merge, type Preset } from './preset.js'
import type { PresetFilter, PresetsRepository } from './repository.js'
import { type PresetBody, PresetBodySchema, type PresetPatch } from './schemas.js'

/** Add the published defaults of what a body leaves out. The service adds them to what it stores, too. */
const complete = (body: PresetBody) =>
  Default(PresetBodySchema as TSchema, structuredClone(body)) as PresetBody

/** Create the presets' service. */
export function createPresetsService(deps: {
  repository: PresetsRepository
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
  /** The presets of a new app. */
  defaults: readonly PresetBody[]
}) {
  const { repository, clock, ids, atomically, defaults } = deps
  // The same for every app: completing them takes longer than storing them.
  let completedDefaults: readonly PresetBody[] | undefined

  /** @throws ApiError noPreset */
  const get = (app: App, id: string): Preset => {
    const preset = repository.find(app.pk, id)
    if (!preset) throw apiError('noPreset', id)
    return preset
  }

  /** @throws ApiError presetNameTaken when another preset of the app has the name */
  const checkName = (app: App, name: string, own?: Preset) => {
    const other = repository.findByName(app.pk, name)
    if (other && other.pk !== own?.pk) throw apiError('presetNameTaken', name)
  }

  const insert = (app: App, id: string, completed: PresetBody, now = clock.now()): Preset =>
    repository.insert({
      ...completed,
      appPk: app.pk,
      id,
      uses: 0,
      createdAt: now,
      updatedAt: now,
    })

  return {
    get,
    /** Find a preset by its name. @throws ApiError noPresetOfName */
    named(app: App, name: string): Preset {
      const preset = repository.findByName(app.pk, name)
      if (!preset) throw apiError('noPresetOfName', name)
      return preset
    },
    /** Whether an app has a preset of a name. */
    has: (app: App, name: string) => repository.findByName(app.pk, name) !== undefined,
    /** List an app's presets, newest first. ASSUMED: the order. */
    list: (app: App, query: { filter: PresetFilter; page: Page }) => repository.list(app.pk, query),
    /** Create a preset. @throws ApiError presetNameTaken */
    create: (app: App, body: PresetBody): Preset =>
      atomically(() => {
        checkName(app, body.name)
        return insert(app, ids.uuid(app.accountId), complete(body))
      }),
    /** Put a body in place of a preset. @throws ApiError noPreset, presetNameTaken */
    replace: (app: App, id: string, body: PresetBody): Preset =>
      atomically(() => {
        const preset = get(app, id)
        checkName(app, body.name, preset)
        return repository.update({ ...preset, ...complete(body), updatedAt: clock.now() })
      }),
    /** Merge a patch into a preset, at every depth. @throws ApiError noPreset, presetNameTaken */
    update: (app: App, id: string, patch: PresetPatch): Preset =>
      atomically(() => {
        const preset = get(app, id)
        if (typeof patch.name === 'string') checkName(app, patch.name, preset)
        return repository.update({ ...merge(preset, patch), updatedAt: clock.now() })
      }),
    /**
     * Delete a preset that no participant was ever added with.
     * @returns the preset as it was
     * @throws ApiError noPreset, presetInUse
     */
    remove: (app: App, id: string): Preset =>
      atomically(() => {
        const preset = get(app, id)
        if (preset.uses > 0) throw apiError('presetInUse', preset.name)
        repository.remove(preset.pk)
        return preset
      }),
    /** Give a new app the default presets. Their ids follow from the app's, so that no id is drawn. */
    addDefaults(app: App) {
      completedDefaults ??= defaults.map(complete)
      for (const body of completedDefaults)
        if (!repository.findByName(app.pk, body.name))
          insert(app, ids.named(`preset/${app.accountId}/${app.id}/${body.name}`), body)
    },
    /** Store a preset of a fixture, in place of one of that name. @param createdAt Unix milliseconds; now without it */
    addGiven(app: App, id: string, body: PresetBody, createdAt?: number) {
      const existing = repository.findByName(app.pk, body.name)
      if (existing) repository.remove(existing.pk)
      return insert(app, id, complete(body), createdAt)
    },
    /** Count a participant who was added with a preset, or moved to it: it can no longer be deleted. */
    countUse: (preset: Preset) => repository.countUse(preset.pk),
  }
}

export type PresetsService = ReturnType<typeof createPresetsService>
