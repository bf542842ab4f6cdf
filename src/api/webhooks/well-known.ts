import type { FastifyInstance } from 'fastify'
import { publicKeyPath } from '../../core/paths.js'

/** Serve the public key where receivers look for it, in the published form. It is nobody's secret: no credential. */
export function servePublicKey(app: FastifyInstance, publicKey: string) {
  app.get(publicKeyPath, () => ({ success: true, data: { publicKey }, message: '' }))
}
