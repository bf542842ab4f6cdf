/** Reads the RSA private keys that settings name, and signs with them. */

import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { developmentKey } from './development-key.js'
import { PemError } from './pem-error.js'

/**
 * Read an RSA private key.
 * @param setting the setting that names the file
 * @param file a private key in PEM; the development key when left out
 * @throws PemError when the file has no RSA private key
 */
export function readRsaKey(setting: 'webhookKey' | 'tokenKey', file: string | undefined): KeyObject {
  if (file === undefined) return createPrivateKey(developmentKey)
  const refuse = (problem: string) => new PemError(setting, `${file}: ${problem}`)
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

/** Sign a text in UTF-8 with RSA-SHA256. It takes about a millisecond, off the main thread. */
export const signRsa = (key: KeyObject, text: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(text), key, (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })
