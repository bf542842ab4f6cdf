/** Signatures of webhook bodies, and the public key that verifies them. */

import { createPublicKey, verify } from 'node:crypto'
import { readRsaKey, signRsa } from '../../../core/rsa-key.js'

export interface Signer {
  /**
   * Sign exactly this text in UTF-8 with RSA-SHA256, in base64. It runs off the main thread, and once for all webhooks
   * that are sent the same text, which always has the same signature: it takes longer than all the rest.
   */
  sign(text: string): Promise<string>
  /** Whether a signature in base64 is that of a body. */
  isGenuine(body: Uint8Array, signature: string): boolean
  /** PEM. */
  publicKey: string
}

/** How many signatures are kept: the latest. */
const MAX_KEPT_SIGNATURES = 100

/** Sign with a key. @param file a private key in PEM; the development key when left out @throws PemError */
export function createSigner(file: string | undefined): Signer {
  const privateKey = readRsaKey('webhookKey', file)
  const publicKey = createPublicKey(privateKey)
  const signatures = new Map<string, Promise<string>>()
  return {
    sign(text) {
      const known = signatures.get(text)
      if (known) return known
      if (signatures.size >= MAX_KEPT_SIGNATURES) signatures.delete(signatures.keys().next().value as string)
      const signature = signRsa(privateKey, text).then((bytes) => bytes.toString('base64'))
      signatures.set(text, signature)
      return signature
    },
    isGenuine: (body, signature) => verify('RSA-SHA256', body, publicKey, Buffer.from(signature, 'base64')),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
