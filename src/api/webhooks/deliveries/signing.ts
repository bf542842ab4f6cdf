/** Signatures of what is sent, and the public key that verifies them. */

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError, flagOf } from '../../../config.js'
import { developmentKey } from './development-key.js'

export interface Signer {
  /**
   * RSA-SHA256 over exactly this text in UTF-8, in base64. Made off the main thread, and once for all the webhooks
   * that are sent the same: it takes longer than all the rest, and the same text always has the same signature.
   */
  sign(text: string): Promise<string>
  /** PEM. */
  publicKey: string
}

/** How many signatures are kept, the latest. */
const most = 100

/** @throws ConfigError when the file has no RSA private key */
function readKey(file: string): KeyObject {
  const refuse = (problem: string) => new ConfigError([`${flagOf('webhookKey')} ${file}: ${problem}`])
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

/** @param file a private key in PEM; the development key when left out @throws ConfigError */
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
      if (signatures.size >= most) signatures.delete(signatures.keys().next().value as string)
      const signature = make(text)
      signatures.set(text, signature)
      return signature
    },
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  }
}
