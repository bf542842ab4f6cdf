import type { FastifyInstance } from 'fastify'

/** Serve the public key where receivers look for it, in the published form. It is nobody's secret: no credential. */
export function servePublicKey(app: FastifyInstance, publicKey: string) {
  app.get('/.well-known/webhooks.json', () => ({ success: true, data: { publicKey }, message: '' }))
}
