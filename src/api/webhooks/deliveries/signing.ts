/** Signatures of webhook bodies, and the public key that verifies them. */

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { developmentKey } from './development-key.js'
import { PemError } from './pem-error.js'

export interface Signer {
  /**
   * Sign exactly this text in UTF-8 with RSA-SHA256, in base64. It runs off the main thread, and once for all webhooks
   * that are sent the same text, which always has the same signature: it takes longer than all the rest.
   */
  sign(text: string): Promise<string>
  /** PEM. */
  publicKey: string
}

/** How many signatures are kept: the latest. */
const MAX_KEPT_SIGNATURES = 100

/** @throws PemError when the file has no RSA private key */
function readKey(file: string): KeyObject {
  const refuse = (problem: string) => new PemError('webhookKey', `${file}: ${problem}`)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  let key: KeyObject
  try {
    key = createPrivateKey(text)
  } catch {
    throw refuse('is not a private key in PEM, without a passphrase')
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw refuse(`is a key for ${key.asymmetricKeyType}; it must be for RSA`)
  return key
}

/** Sign with a key. @param file a private key in PEM; the development key when left out @throws PemError */
export function createSigner(file: string | undefined): Signer {
  const privateKey = file === undefined ? createPrivateKey(developmentKey) : readKey(file)
  const signatures = new Map<string, Promise<string>>()
  const make = (text: string) =>
    new Promise<string>((resolve, reject) => {
      sign('RSA-SHA256', Buffer.from(text), privateKey, (error, signature) =>
        error ? reject(error) : resolve(signature.toString('base64')),
      )
    })
  return {
    sign(text) {
      const known = signatures.get(text)
      if (known) return known
      if (signatures.size >= MAX_KEPT_SIGNATURES) signatures.delete(signatures.keys().next().value as string)
      const signature = make(text)
      signatures.set(text, signature)
      return signature
    },
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  }
}
