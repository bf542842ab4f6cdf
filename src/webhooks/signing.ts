/** Signatures of what is sent, and the public key that verifies them. */

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError, flagOf } from '../config.js'
import { developmentKey } from './development-key.js'

export interface Signer {
  /** RSA-SHA256 over exactly these bytes, in base64. Made off the main thread: it takes longer than all the rest. */
  sign(bytes: Buffer): Promise<string>
  /** PEM. */
  publicKey: string
}

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
  return {
    sign: (bytes) =>
      new Promise((resolve, reject) => {
        sign('RSA-SHA256', bytes, privateKey, (error, signature) =>
          error ? reject(error) : resolve(signature.toString('base64')),
        )
      }),
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  }
}
