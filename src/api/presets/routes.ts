import { Type } from '@sinclair/typebox'
import { toIso } from '../../core/iso-time.js'
import { type Paged, toPage } from '../../core/page.js'
import { PagingSchema, toPaging } from '../../http/paging.js'
import { appParams, presetParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { appPath, operation } from '../operation.js'
import type { Preset } from './preset.js'
import type { PresetSummary } from './repository.js'
import {
  ListPresetsQuerySchema,
  PresetBodySchema,
  PresetPatchSchema,
  PresetSchema,
  PresetSummarySchema,
} from './schemas.js'

const path = `${appPath}/presets`

const summary = ({ id, name, createdAt, updatedAt }: PresetSummary) => ({
  id,
  name,
  created_at: toIso(createdAt),
  updated_at: toIso(updatedAt),
})
const whole = (preset: Preset) => ({
  ...summary(preset),
  config: preset.config,
  permissions: preset.permissions,
  ui: preset.ui,
})
const answer = {
  schema: Answer({ data: PresetSchema }),
  render: (preset: Preset) => ({ success: true, data: whole(preset) }),
}

const listPresets = operation({
  id: 'get-presets',
  summary: 'Fetch all presets of an app',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(appParams),
  query: ListPresetsQuerySchema,
  errors: ['noApp'],
  handle: ({ params, query }, { apps, presets }) =>
    presets.list(apps.get(params), { filter: { search: query.search || undefined }, page: toPage(query) }),
  documented: {
    schema: Answer({ data: Type.Array(PresetSummarySchema), paging: PagingSchema }),
    render: (paged: Paged<PresetSummary>) => ({
      success: true,
      data: paged.items.map(summary),
      paging: toPaging(paged),
    }),
  },
})

const createPreset = operation({
  id: 'post-presets',
  summary: 'Create a preset',
  method: 'POST',
  path,
  status: 201,
  params: Type.Object(appParams),
  body: PresetBodySchema,
  errors: ['noApp', 'presetNameTaken'],
  handle: ({ params, body }, { apps, presets }) => presets.create(apps.get(params), body),
  documented: answer,
})

const getPreset = operation({
  id: 'get-presets-preset_id',
  summary: 'Fetch a preset',
  method: 'GET',
  path: `${path}/:preset_id`,
  status: 200,
  params: Type.Object(presetParams),
  errors: ['noApp', 'noPreset'],
  handle: ({ params }, { apps, presets }) => presets.get(apps.get(params), params.preset_id),
  documented: answer,
})

const updatePreset = operation({
  id: 'patch-presets-preset_id',
  summary: 'Change some of a preset',
  method: 'PATCH',
  path: `${path}/:preset_id`,
  status: 200,
  params: Type.Object(presetParams),
  body: PresetPatchSchema,
  errors: ['noApp', 'noPreset', 'presetNameTaken'],
  handle: ({ params, body }, { apps, presets }) => presets.update(apps.get(params), params.preset_id, body),
  documented: answer,
  // Seen from the live service: the answer has no `id`.
  recorded: {
    schema: Answer({ data: Type.Omit(PresetSchema, ['id']) }),
    render: answer.render,
  },
})

const replacePreset = operation({
  id: 'put-presets-preset_id',
  summary: 'Replace all of a preset',
  method: 'PUT',
  path: `${path}/:preset_id`,
  status: 200,
  params: Type.Object(presetParams),
  body: PresetBodySchema,
  errors: ['noApp', 'noPreset', 'presetNameTaken'],
  handle: ({ params, body }, { apps, presets }) => presets.replace(apps.get(params), params.preset_id, body),
  documented: answer,
})

const deletePreset = operation({
  id: 'delete-presets-preset_id',
  summary: 'Delete a preset',
  method: 'DELETE',
  path: `${path}/:preset_id`,
  status: 200,
  params: Type.Object(presetParams),
  errors: ['noApp', 'noPreset', 'presetInUse'],
  handle: ({ params }, { apps, presets }) => presets.remove(apps.get(params), params.preset_id),
  documented: answer,
})

export const presetOperations = [
  listPresets,
  createPreset,
  getPreset,
  updatePreset,
  replacePreset,
  deletePreset,
]
