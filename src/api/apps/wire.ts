import { toIso } from '../../core/iso-time.js'
import type { App } from './app.js'

/** Show an app; both wires show the same. */
export const toWire = (app: App) => ({
  id: app.uuid ?? app.id,
  name: app.name,
  created_at: toIso(app.createdAt),
})
